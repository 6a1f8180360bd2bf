// SPDX-License-Identifier: Apache-2.0
// The sun's illuminance after extinction by the air: 128 klx * exp(-tau * m), with the relative air mass m of
// F. Kasten and A. Young, "Revised optical air mass tables", Applied Optics 28, 1989, and an optical depth
// that grows from red to blue (Rayleigh) and with turbidity (A. Angstrom's aerosol term).
#include "generators/street/weather.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

namespace understudy {
namespace {

double radians(double degrees) { return degrees * glm::pi<double>() / 180; }

double air_mass(double elevation_deg) {
  return 1 / (std::sin(radians(elevation_deg)) + 0.50572 * std::pow(elevation_deg + 6.07995, -1.6364));
}

glm::dvec3 sunlight_klx(double elevation_deg, double turbidity) {
  const glm::dvec3 wavelength_um{0.62, 0.55, 0.46};
  const double aerosol = 0.0460 * turbidity - 0.0458;  // Preetham, Shirley, Smits, SIGGRAPH 1999, appendix
  glm::dvec3 light;
  for (int i = 0; i < 3; ++i) {
    const double rayleigh = 0.00874 * std::pow(wavelength_um[i], -4.08);
    const double depth = rayleigh + aerosol * std::pow(wavelength_um[i], -1.3);
    light[i] = 128 * std::exp(-depth * air_mass(elevation_deg));
  }
  return light;
}

}  // namespace

void set_weather(const Draw& draw, Scene& scene) {
  const double elevation_deg = draw.number("sky.sun_elevation_deg");
  const double azimuth_rad = radians(draw.number("sky.sun_azimuth_deg"));
  const double elevation_rad = radians(elevation_deg);
  const double cloudiness = draw.number("sky.cloudiness");
  const double turbidity = draw.number("sky.turbidity");
  const double brightness = draw.number("sky.brightness");
  scene.sun.angular_radius_deg = float(draw.number("sky.sun_radius_deg"));
  scene.sun.direction = glm::vec3(std::cos(azimuth_rad) * std::cos(elevation_rad),
                                  std::sin(azimuth_rad) * std::cos(elevation_rad), std::sin(elevation_rad));
  scene.fog.density_per_m = float(draw.number("sky.fog_density_per_m"));
  const double glow = draw.number("sky.night_glow_klx");
  const double sun_brightness = draw.number("sky.sun_brightness");
  if (elevation_deg <= 0) {
    scene.sky.kind = Sky::Kind::uniform;
    scene.sky.radiance = glm::vec3(glow * brightness) * glm::vec3(0.9f, 0.95f, 1.25f);
    scene.sun.irradiance_klx = glm::vec3(0);
    return;
  }
  // A cloud layer hides the disc long before the sky is overcast; dense fog does so too.
  const double through_clouds = std::pow(1 - cloudiness, 1.5);
  const double through_fog = std::exp(-scene.fog.density_per_m * 300.0);
  scene.sun.irradiance_klx =
      glm::vec3(sunlight_klx(elevation_deg, turbidity) * through_clouds * through_fog * sun_brightness);
  scene.sky.kind = Sky::Kind::analytic;
  scene.sky.radiance = glm::vec3(brightness);
  scene.sky.turbidity = float(turbidity);
  scene.sky.cloudiness = float(cloudiness);
  scene.sky.ground_albedo = glm::vec3(0.15f);
}

}  // namespace understudy
