// SPDX-License-Identifier: Apache-2.0
// Every structure that C++ and GLSL exchange, typed once. GLSL reads it with scalar block layout, so the
// offsets are those of the C++ structs, which the static_asserts below pin.
#ifndef UNDERSTUDY_RENDERER_SHADERS_SHARED_H_
#define UNDERSTUDY_RENDERER_SHADERS_SHARED_H_

#ifdef __cplusplus
#include <cstdint>

#include <glm/glm.hpp>

namespace understudy::gpu {
using glm::ivec2;
using glm::uvec4;
using glm::vec2;
using glm::vec3;
using glm::vec4;
using uint = uint32_t;
#endif

// Bindings of the one descriptor set that all kernels share. FRAME is a uniform buffer, those below
// FIRST_TEXEL_BINDING are storage buffers, the rest are uniform texel buffers.
#define BINDING_FRAME 0
#define BINDING_NODES 1
#define BINDING_TRIANGLES 2
#define BINDING_ATTRIBUTES 3
#define BINDING_TRAVERSAL 4
#define BINDING_PLACEMENTS 5
#define BINDING_MATERIALS 6
#define BINDING_MATERIAL_SLOTS 7
#define BINDING_TEXTURES 8
#define BINDING_TEXELS 9
#define BINDING_HITS 10
#define BINDING_LABELS 11
#define BINDING_GEOMETRY 12
#define BINDING_LAYER_COUNTS 13
#define BINDING_LAYERS 14
#define BINDING_EXTENT_TILES 15
#define BINDING_EXTENT_JOBS 16
#define BINDING_EXTENT_RESULTS 17
#define BINDING_LAYER_TASKS 18
#define BINDING_RAY_COUNT 19
// 20 and up belong to shading and denoising.
#define BINDING_LIGHTS 20
#define BINDING_ENERGY 21
#define BINDING_SKY 22
#define BINDING_SKY_ALIAS 23
#define BINDING_RADIANCE 24
#define BINDING_SIGNAL_A 25
#define BINDING_SIGNAL_B 26
#define BINDING_GUIDES 27
#define BINDING_SUMS 28
#define BINDING_EDGES 29
// Tables that are read often, once more as uniform texel buffers (texels.glsl says why). From
// FIRST_WORD_BINDING on a texel is one word, before that four.
#define BINDING_NODE_TEXELS 30
#define BINDING_TRIANGLE_TEXELS 31
#define BINDING_TRAVERSAL_TEXELS 32
#define BINDING_ATTRIBUTE_TEXELS 33
#define BINDING_PLACEMENT_TEXELS 34
#define BINDING_MATERIAL_TEXELS 35
#define BINDING_TEXTURE_TEXELS 36
#define BINDING_SIGNAL_A_TEXELS 37
#define BINDING_SIGNAL_B_TEXELS 38
#define BINDING_GUIDE_TEXELS 39
#define BINDING_LIGHT_TEXELS 40
#define BINDING_SLOT_WORDS 41
#define BINDING_TEXEL_WORDS 42
#define BINDING_SKY_WORDS 43
#define BINDING_ENERGY_WORDS 44
#define BINDING_SKY_ALIAS_WORDS 45
#define FIRST_WORD_BINDING 41
#define BINDING_COUNT 46
#define FIRST_TEXEL_BINDING 30

// What a kernel's variant is compiled for (scene.glsl): where lanes run under masks, what a scene lacks would
// cost as much as what it has.
#define FEATURE_TEXTURES 1u  // image textures, and so alpha cut-outs
#define FEATURE_LAMPS 2u     // emissive triangles worth a shadow ray
#define FEATURE_TIMES 4u     // rays at other times than mid-shutter
#define FEATURE_SPLIT \
  8u  // all paths of a pixel start at the hit of its centre, antialias.comp does the edges
#define FEATURE_TWIN 16u   // a pixel whose light met no defect is there already
#define FEATURE_QUADS 32u  // where a surface is even, two by two pixels share their light (quads.glsl)

#define NONE 0xFFFFFFFFu

#define LENS_PINHOLE 0
#define LENS_BROWN_CONRADY 1
#define LENS_KANNALA_BRANDT 2
#define LENS_ORTHOGRAPHIC 3

// Placement flags: some material in use ...
#define PLACEMENT_ALPHA 1u  // ... has an alpha cut-out
#define PLACEMENT_GLASS 2u  // ... is thin glass
#define PLACEMENT_MOVES 4u
#define PLACEMENT_SHARED 8u    // other placements form the same instance
#define PLACEMENT_DEFECT 16u   // what is defective or, in a pair's good picture, lies in a defect's place
#define PLACEMENT_MIRRORS 32u  // some material in use mirrors sharply

// Material flags.
#define MATERIAL_THIN_GLASS 1u
#define MATERIAL_TWO_SIDED 2u
#define MATERIAL_TRANSLUCENT 4u

// Scene::placements, sorted by (instance, original order) so that a comparison of indices settles ties in
// depth. The world of all kernels is camera-relative: the camera's mid-shutter position has been subtracted
// in double.
struct PlacementRecord {
  vec4 object_from_world[3];  // rows of the affine map; the fourth column is the camera in object space
  uint instance;
  uint category;
  uint flags;
  uint original;        // index into Scene::placements
  uint attributes;      // first record of its mesh, in ATTRIBUTES
  uint material_slots;  // first entry of its table, in MATERIAL_SLOTS
  uint surface;  // record of the placement whose surface it goes on: its own, but for a guest (GUIDE_GUEST)
  uint unused3;
  vec3 linear_mps;
  uint unused0;
  vec3 angular_radps;
  uint unused1;
  vec3 pivot;  // its own origin in the camera-relative world, mid-shutter
  uint unused2;
};

// A tree of bvh.h: boxes lie on the grid (position - grid.xyz) * grid.w.
struct TreeRecord {
  vec4 grid;
  uint root;        // first node, of octant 0
  uint node_count;  // for one octant; 0: no tree
  float reach;      // largest absolute coordinate, for the tolerance of box tests
  uint flags;       // of the placement: as PlacementRecord::flags
};

// What the traversal needs of a placement: five texels.
struct TraversalRecord {
  vec4 object_from_world[3];
  TreeRecord tree;
};

// One triangle in BVH order. v0.w: primitive of the mesh; v1.w: slot.
struct TriangleRecord {
  vec4 v0, v1, v2;
};

// What shading needs of one triangle, in the mesh's own order. Normals: octahedral, 2 x 16 bits
// (surface.glsl).
struct AttributeRecord {
  uint normal[3];
  uint geometric_normal;
  vec2 uv[3];
  uint slot_part;  // slot | part << 16
  uint tangent;    // direction of growing u; lowest bit set: the bitangent is flipped
};

struct MaterialRecord {
  vec3 albedo;
  float roughness;
  vec3 emission;
  float metalness;
  vec3 pattern_color;
  float pattern_scale_m;
  float clearcoat;
  float clearcoat_roughness;
  float alpha_cutoff;
  float pattern_strength;
  vec2 uv_scale;
  uint flags;
  uint pattern;
  uint albedo_texture;  // NONE where there is none, as the next two
  uint normal_texture;
  uint roughness_texture;
  uint run;  // material_runs.h: bands of one surface have one
};

// An image texture: rgba8 texels, row-major from `first` in TEXELS, red in the lowest byte.
struct TextureRecord {
  uint first;
  uint width;
  uint height;
  uint srgb;
};

// Rays cast by all kernels of a frame, in two words.
struct RayCount {
  uint low, high;
};

struct HitRecord {
  uint placement;  // index into PLACEMENTS, not into Scene::placements
  uint primitive;
  float u, v, t;
  float plane_t;  // where the ray meets the triangle's plane: t without the error of u and v
};

// What resolve.comp writes for each pixel.
struct LabelRecord {
  uint instance, category, part;
  float depth_m;
};
struct GeometryRecord {
  vec3 normal;
  vec3 albedo;
};

struct LayerRecord {
  uint instance;
  float t;
};
// Per pixel: how many layers there are (more than fit: an upper bound), and the nearest background, negative
// if none.
struct LayerCount {
  uint count;
  float background_t;
};
// One pixel of the second pass: where its layers go.
struct LayerTask {
  uint pixel, first, capacity;
};

// Candidates for one instance that leaves the frame: the same for all its tiles.
struct ExtentJob {
  uint first_placement, placement_count;
  float center[3];  // a sphere around it in the camera-relative world; rays that miss it are not traced
  float radius;
};
// A 32 x 32 tile of the image plane and the job it belongs to; x, y in pixels of the frame, may be negative.
struct ExtentTile {
  int x, y;
  uint job;
};
struct ExtentResult {
  uint beyond_px;  // pixels outside the frame
  int x0, y0, x1, y1;
};

// ---- light: structures of shading and denoising go here ----

// Metres that rays start off a surface at the camera, where the scene is large; see leave_surface().
#define MOST_SURFACE_OFFSET 1e-4f

#define LIGHT_SAMPLING_MIS 0
#define LIGHT_SAMPLING_LIGHTS_ONLY 1
#define LIGHT_SAMPLING_SURFACES_ONLY 2

// Side of the table of directional albedos: rows by roughness, columns by the cosine towards the viewer.
#define ENERGY_SIZE 32

struct ShadingParameters {
  uint samples_per_pixel;
  uint max_bounces;
  uint key;             // of all random numbers
  uint light_sampling;  // LIGHT_SAMPLING_*
  vec3 sun_direction;   // unit, towards it
  float sun_sine;       // of its angular radius
  vec3 sun_irradiance;
  float sun_pdf;  // of a direction in the disc, 1/sr
  uint sky_width, sky_height, sky_map_width, sky_map_height;
  vec3 fog_radiance;
  float fog_density;
  vec3 ambient;     // radiance from an open sky that stands in for bounces that are not traced; 0: none
  float nook;       // m: a way as short as that ends half as light
  float lamp_echo;  // light of lamps at a path's last vertex, that of bounces which are not traced included;
                    // 1: none
  float sky_probability;  // of drawing a bounce from the sky's map
  uint light_count;       // 0: no emissive triangles worth a shadow ray
  uint light_candidates;  // lamps among which one ray's is chosen
  float light_pdf_scale;  // chance of a triangle per area = luminance(emission) * this
  float indirect_clamp;   // largest luminance that one path of a pixel adds
  float pixel_angle;      // rad, of one pixel in the middle of the image
  float sample_angle;     // rad, of what one sample of a pixel stands for
  uint lamp_draws;        // rays to lamps from the first solid surface of a sample
  uint paths;             // of each kind, from the first solid surface of a sample
  uint plain_lamp_draws;  // the same two where the surface bears no label
  uint plain_paths;
  uint denoise;
  float surface_offset;  // m: how far rays start off a surface at the camera, see leave_surface()
};

// An emissive triangle, camera-relative, with its place in the alias table.
struct LightRecord {
  vec3 corner;
  float threshold;
  vec3 edge1;
  uint other;
  vec3 edge2;
  uint unused0;
  vec3 emission;
  uint unused1;
};

struct AliasRecord {
  float threshold;
  uint other;
  float probability;
};

#define GUIDE_MET_DEFECT 1u  // a ray of the pixel came into the box of something defective
#define GUIDE_QUAD 2u        // the pixel shares its light with its quad
#define GUIDE_THIN 4u        // the pixel holds something that no centre around it shows
#define GUIDE_MIRROR 8u      // its surface mirrors sharply

// Bit of GuideRecord::id. In a pair's good picture what lies in a defect's place is a piece of its object's
// surface, and a guest there: its light is filtered with that of its hosts, but not theirs with its own, so
// that both pictures of the pair are the same around it.
#define GUIDE_GUEST 0x80000000u

// What guides the filters, and what of a pixel has no noise. Colours are shared-exponent (rgb9e5), normals
// octahedral.
struct GuideRecord {
  uint normal;
  float depth;  // along the ray; 0: nothing was met
  uint id;      // of surface, material and glass in front; GUIDE_GUEST
  uint albedo;  // reflectance of the diffuse signal, what fog and glass take off included
  uint sun;     // unshadowed light of the sun
  uint extra;   // emission, fog, the sky behind
  uint flags;   // GUIDE_*
  uint centre;  // of what the centre rays here and beside met, scrambled
};

// What has noise: one texel, so that a filter fetches a neighbour at once.
struct SignalRecord {
  float sun;       // its visibility
  uint diffuse;    // light over albedo, rgb9e5
  uint specular;   // light, rgb9e5
  uint variances;  // halfs: of the luminances of both
};

// Sums over the samples of a pixel while they are split over several dispatches.
struct SumRecord {
  vec3 total, albedo, sun, extra, diffuse, specular, normal;
  float visibility, visibility_weight, diffuse_square, specular_square, depth;
  uint id;
};

struct ShadePush {
  uint first_sample, sample_count, last;
};
struct DenoisePush {
  uint stride;
  uint from_a;  // 1: reads SIGNAL_A and writes SIGNAL_B, 0: the other way
};
// Head of the list of pixels on an edge: what an indirect dispatch over them reads, and how many.
#define EDGES_PER_GROUP 64
#define EDGES_OF_LIGHT 0  // of shadows, later of surfaces
#define EDGES_IN_MIRRORS 1
#define EDGE_LISTS 2
struct EdgeList {
  uint groups[3];
  uint count;
};
struct EdgePush {
  uint from_a;   // 1: the signals are in SIGNAL_A
  uint samples;  // rays of a pixel on an edge
};

// ---- end of light's structures ----

struct FrameParameters {
  uint width, height;  // of the window that is rendered (windows.h): all of the image, mostly
  ivec2 first_pixel;   // its corner in the image
  uint lens;
  uint placement_count;
  vec2 inverse_focal;     // 1 / fx, 1 / fy
  ivec2 center_whole;     // floor of the principal point ...
  vec2 center_remainder;  // ... and 0.5 minus the rest, so that no pixel coordinate is rounded
  float distortion[5];    // Camera::distortion
  float last_seen;        // largest radius (Brown-Conrady) or angle that the lens sees
  vec3 right, down, forward;
  vec3 camera_position;  // for patterns only: world = camera-relative + camera_position
  vec3 camera_linear_mps, camera_angular_radps;
  float shutter_s;
  float aperture_radius;
  float focus_distance;
  TreeRecord tlas_all, tlas_labelled, tlas_background;
  uint layer_slots;
  ShadingParameters shading;
};

#ifdef __cplusplus
static_assert(sizeof(PlacementRecord) == 128);
static_assert(sizeof(TreeRecord) == 32);
static_assert(sizeof(TraversalRecord) == 80);
static_assert(sizeof(TriangleRecord) == 48);
static_assert(sizeof(AttributeRecord) == 48);
static_assert(sizeof(MaterialRecord) == 96);
static_assert(sizeof(TextureRecord) == 16);
static_assert(sizeof(HitRecord) == 24);
static_assert(sizeof(RayCount) == 8);
static_assert(sizeof(LabelRecord) == 16);
static_assert(sizeof(GeometryRecord) == 24);
static_assert(sizeof(LayerRecord) == 8);
static_assert(sizeof(LayerCount) == 8);
static_assert(sizeof(LayerTask) == 12);
static_assert(sizeof(ExtentJob) == 24);
static_assert(sizeof(ExtentTile) == 12);
static_assert(sizeof(ExtentResult) == 20);
static_assert(sizeof(LightRecord) == 64);
static_assert(sizeof(AliasRecord) == 12);
static_assert(sizeof(GuideRecord) == 32);
static_assert(sizeof(SignalRecord) == 16);
static_assert(sizeof(SumRecord) == 108);
static_assert(sizeof(EdgeList) == 16);
}  // namespace understudy::gpu
#endif
#endif  // UNDERSTUDY_RENDERER_SHADERS_SHARED_H_
