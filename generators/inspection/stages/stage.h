// SPDX-License-Identifier: Apache-2.0
// Stages: what parts lie on and how they lie there. Adding a stage: one file, one line here and one in
// stage.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/parameters.h"
#include "generators/inspection/composition.h"

namespace understudy::inspection {

/// {"bench", ...}: what the parameter inspection.stage takes.
const std::vector<std::string>& stage_names();

/// Draws the parts, puts them where the recipe's stage has them, and adds what they lie on; sets the subject.
void set_stage(const Draw& draw, Composition& composition);

void bench_stage(const Draw& draw, Composition& composition);
void studio_stage(const Draw& draw, Composition& composition);
void turntable_stage(const Draw& draw, Composition& composition);
void line_scan_stage(const Draw& draw, Composition& composition);
void workbench_stage(const Draw& draw, Composition& composition);
void conveyor_stage(const Draw& draw, Composition& composition);
void bin_stage(const Draw& draw, Composition& composition);

}  // namespace understudy::inspection
