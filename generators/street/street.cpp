// SPDX-License-Identifier: Apache-2.0
#include "generators/street/street.h"

#include <fmt/format.h>

#include "generators/street/damage/damage.h"
#include "generators/street/elements.h"
#include "generators/street/environment.h"
#include "generators/street/ground.h"
#include "generators/street/litter.h"
#include "generators/street/parameters.h"
#include "generators/street/surface/road_defects.h"
#include "generators/street/weather.h"

namespace understudy {
namespace {

void note_provenance(Stage& stage) {
  const Draw& draw = stage.draw();
  const Layout& l = stage.layout();
  stage.note("camera.mode", stage.view().mode);
  stage.note("sky.time", draw.name("sky.time"));
  stage.note("sky.sun_elevation_deg", fmt::format("{:.2f}", draw.number("sky.sun_elevation_deg")));
  stage.note("sky.fog_density_per_m", fmt::format("{:.5f}", draw.number("sky.fog_density_per_m")));
  stage.note("street.placement", stage.randomized() ? "random" : "structured");
  stage.note("street.intersection.kind", draw.name("street.intersection.kind"));
  stage.note("street.intersection.control", l.control);
  if (l.control == "signals") stage.note("street.intersection.phase", draw.name("street.intersection.phase"));
}

class StreetGenerator final : public Generator {
 public:
  std::string name() const override { return "street"; }

  ParameterTable parameters() const override {
    ParameterTable table = camera_parameters();
    for (const ParameterTable& part :
         {sky_parameters(), street_parameters(), damage_parameters(), road_defect_parameters()})
      table.insert(table.end(), part.begin(), part.end());
    return table;
  }

  std::vector<std::string> prepare(const ParameterSet& parameters) const override {
    read_environments(parameters);
    return {};
  }

  Taxonomy taxonomy() const override { return street_taxonomy(); }

  Scene compose(const Draw& draw, int width_px, int height_px) const override {
    const Layout layout = plan_layout(draw);
    const Viewpoint view = plan_viewpoint(draw, layout, width_px, height_px);
    Stage stage(draw, layout, view);
    note_provenance(stage);
    add_ground(stage);
    add_markings(stage);
    const std::vector<PlannedRoadDefect> damage = plan_road_defects(stage);
    add_litter(stage, damage);
    if (stage.randomized()) {
      add_random_objects(stage);
    } else {
      add_signals(stage);
      add_buildings(stage);
      add_lamps(stage);
      add_trees(stage);
      add_parked_cars(stage);
      add_crossing_pedestrians(stage);
      add_debris(stage);
      add_moving_cars(stage);
      add_cyclists(stage);
      add_bicycles(stage);
      add_walking_pedestrians(stage);
      add_furniture(stage);
    }
    add_backdrop(stage);
    Scene scene = stage.take();
    cut_road_defects(damage, scene);
    set_weather(draw, scene);
    set_environment(draw, scene);
    return scene;
  }
};

}  // namespace

std::unique_ptr<Generator> make_street_generator() { return std::make_unique<StreetGenerator>(); }

}  // namespace understudy
