// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/inspection.h"

#include "generators/defects/defects.h"
#include "generators/inspection/composition.h"
#include "generators/inspection/distractors.h"
#include "generators/inspection/imported_part.h"
#include "generators/inspection/parameters.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/inspection/shadows.h"
#include "generators/inspection/stages/stage.h"
#include "generators/inspection/taxonomy.h"
#include "generators/inspection/textures.h"
#include "generators/inspection/viewpoint.h"

namespace understudy {
namespace {

class InspectionGenerator final : public Generator {
 public:
  std::string name() const override { return "inspection"; }
  ParameterTable parameters() const override {
    ParameterTable table = inspection::inspection_parameters();
    for (const ParameterTable& more :
         {inspection::imported_part_parameters(), inspection::distractor_parameters(), defect_parameters()})
      table.insert(table.end(), more.begin(), more.end());
    return table;
  }
  std::vector<std::string> prepare(const ParameterSet& parameters) const override {
    std::vector<std::string> notes = inspection::read_imported_parts(parameters);
    prepare_defects(parameters, inspection::region_choices(parameters));
    return notes;
  }
  Taxonomy taxonomy() const override { return inspection::inspection_taxonomy(); }
  bool plain_surroundings() const override { return true; }

  Scene compose(const Draw& draw, int width_px, int height_px) const override {
    inspection::Composition composition;
    inspection::set_stage(draw, composition);
    composition.camera = inspection::plan_camera(draw, composition.subject, width_px, height_px);
    inspection::add_rig(draw, composition);
    Scene scene = inspection::assemble(std::move(composition), draw.key());
    // What belongs to the good part or its lights comes first: defects lie on top.
    inspection::add_textures(draw, scene);
    inspection::add_shadows(draw, scene);
    add_defects(draw, scene);
    inspection::add_distractors(draw, scene);
    return scene;
  }
};

}  // namespace

std::unique_ptr<Generator> make_inspection_generator() { return std::make_unique<InspectionGenerator>(); }

}  // namespace understudy
