// SPDX-License-Identifier: Apache-2.0
// A Scene: everything that one image is made of, and nothing that depends on how it is rendered.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "scenes/camera.h"
#include "scenes/instance.h"
#include "scenes/light.h"
#include "scenes/material.h"
#include "scenes/mesh.h"
#include "scenes/taxonomy.h"

namespace understudy {

/// World: metres, x east, y north, z up, ground near z = 0.
struct Scene {
  std::vector<MeshPtr> meshes;
  std::vector<Material> materials;
  std::vector<TexturePtr> textures;
  std::vector<Placement> placements;
  std::vector<Instance> instances;  ///< any order; ids need not be contiguous
  Sun sun;
  Sky sky;
  Fog fog;
  Camera camera;
  Taxonomy taxonomy;
  Key key;  ///< which image this is; seeds the renderer's samples
  std::map<std::string, std::string>
      provenance;  ///< drawn values worth recording per image: {"sky.time": "dusk"}

  /// The object that each defect belongs to, by id.
  std::map<uint32_t, uint32_t> parents() const;

  bool has_defects() const;
  /// The same scene in which nothing is defective: what it shows of a defect belongs to the object, or to the
  /// background.
  Scene without_defects() const;

  /// CHECKs every index, id and number: a scene that fails is our fault.
  void check() const;
};

}  // namespace understudy
