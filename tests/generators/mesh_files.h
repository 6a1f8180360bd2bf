// SPDX-License-Identifier: Apache-2.0
// Mesh files of every format, written by hand: a closed box from (0, 0, 0) to (1, 2, 3) in a world with z up.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

namespace understudy::test {

/// The box's corners and its faces, counter-clockwise seen from outside; in the order of `to_file`'s axes.
struct BoxMesh {
  std::vector<glm::vec3> positions;
  std::vector<glm::uvec3> triangles;
};
BoxMesh box_mesh(const std::function<glm::vec3(const glm::vec3&)>& to_file);

glm::vec3 y_up(const glm::vec3& p);  ///< of a point with z up, in a file with y up
glm::vec3 x_up(const glm::vec3& p);
glm::vec3 z_up(const glm::vec3& p);

std::string obj_of(const BoxMesh& mesh);
std::string text_stl_of(const BoxMesh& mesh);
std::string binary_stl_of(const BoxMesh& mesh);
std::string text_ply_of(const BoxMesh& mesh);
std::string binary_ply_of(const BoxMesh& mesh);
/// `unit_m` and `axis` ("Y_UP") as the file says.
std::string dae_of(const BoxMesh& mesh, const std::string& unit_m, const std::string& axis);

/// What a glTF file of the box may have besides.
struct GltfOptions {
  std::string buffer_uri;  ///< empty: inside the file
  std::string material = "{\"pbrMetallicRoughness\": {\"baseColorFactor\": [1, 0, 0, 1]}}";
  std::string more;                            ///< more members of the root, each with a comma before it
  std::string node = "\"name\": \"housing\"";  ///< more members of the node
  bool uvs = false;
};
std::string gltf_of(const BoxMesh& mesh, const GltfOptions& options = {});
std::string glb_of(const BoxMesh& mesh, const GltfOptions& options = {});
/// The content of the buffer that both share: positions, uvs (3 floats, 2 floats each), then indices.
std::string gltf_buffer_of(const BoxMesh& mesh);

}  // namespace understudy::test
