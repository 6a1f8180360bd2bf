// SPDX-License-Identifier: Apache-2.0
#include "bench/peer_scene.h"

#include <cmath>

#include "base/error.h"
#include "tests/catch.h"
#include "tests/generators/mesh_files.h"
#include "tests/scratch.h"

using namespace understudy;

namespace {

/// Version 1 of the format: its header is filled up with spaces to a multiple of 64 bytes.
std::string npy_of(const std::string& type, const std::string& shape, const std::string& data) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  header.append(63 - (10 + header.size()) % 64, ' ') += '\n';
  return std::string("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header + data;
}

}  // namespace

TEST_CASE("halves and floats of a NumPy array") {
  const tests::Scratch folder("peer");
  // 1, -2, 65504 (the largest), 2^-24 (the smallest), 0, 1/3: as IEEE 754 has them.
  const std::string halves("\x00\x3c\x00\xc0\xff\x7b\x01\x00\x00\x00\x55\x35", 12);
  folder.write("h.npy", npy_of("<f2", "(1, 2, 3)", halves));
  const Image<LinearRgb> image = read_npy(folder.path / "h.npy");
  REQUIRE(image.width_px() == 2);
  REQUIRE(image.height_px() == 1);
  CHECK(image[0] == LinearRgb{1, -2, 65504});
  CHECK(image[1][0] == std::ldexp(1.f, -24));
  CHECK(image[1][1] == 0);
  CHECK(image[1][2] == Approx(1 / 3.).epsilon(1e-3));
  folder.write("f.npy", npy_of("<f4", "(1, 1, 3)", std::string("\0\0\x80\x3f\0\0\0\0\0\0\0\xc0", 12)));
  CHECK(read_npy(folder.path / "f.npy")[0] == LinearRgb{1, 0, -2});
  folder.write("cut.npy", npy_of("<f4", "(2, 1, 3)", std::string(12, '\0')));
  CHECK_THROWS_AS(read_npy(folder.path / "cut.npy"), UserError);
  folder.write("int.npy", npy_of("<i4", "(1, 1, 3)", std::string(12, '\0')));
  CHECK_THROWS_AS(read_npy(folder.path / "int.npy"), UserError);
}

TEST_CASE("a scene of another renderer keeps its places, its camera and its sun") {
  const tests::Scratch folder("peer");
  folder.write("scene.glb", test::glb_of(test::box_mesh(test::y_up)));
  folder.write("sky.hdr", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\x80\x80\x80\x81");
  // At (0.5, -10, 1), looking along +y: right is +x, up is +z.
  folder.write("camera.json", R"({"width": 64, "height": 48, "fx": 50, "fy": 50, "cx": 32, "cy": 24,
"camera_to_world_zup": [[1, 0, 0, 0.5], [0, 0, -1, -10], [0, 1, 0, 1], [0, 0, 0, 1]],
"sun": {"to_sun_zup": [0, 0, 2], "irradiance": 6, "color": [1, 0.5, 0.25], "angular_diameter_rad": 0.01}})");
  const Scene scene = read_peer_scene(folder.path);
  scene.check();
  REQUIRE(scene.meshes.size() == 1);
  CHECK(scene.meshes[0]->lower == glm::vec3(0));
  CHECK(scene.meshes[0]->upper == glm::vec3(1, 2, 3));
  const auto corner = scene.camera.project({1, 0, 3});
  REQUIRE(corner.has_value());
  CHECK(corner->x == Approx(32 + 50 * 0.5 / 10));
  CHECK(corner->y == Approx(24 - 50 * 2.0 / 10));
  CHECK(scene.sun.direction == glm::vec3(0, 0, 1));
  CHECK(scene.sun.irradiance_klx == glm::vec3(6, 3, 1.5f));
  CHECK(scene.sun.angular_radius_deg == Approx(0.005 * 180 / 3.14159265));
}
