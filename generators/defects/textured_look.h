// SPDX-License-Identifier: Apache-2.0
// How a defect changes a material that has textures: kinds of defects know materials of one colour.
#pragma once

#include <map>
#include <vector>

#include "generators/defects/defect.h"
#include "generators/defects/surface.h"

namespace understudy {

class TexturedLooks {
 public:
  /// `textures` are those that materials index; more may be appended.
  explicit TexturedLooks(std::vector<TexturePtr>& textures) : textures_(textures) {}

  /// Changes `material`, which the defect's triangles from the object's slot `slot` have, as `kind` does.
  /// Where the textures are gone then, what shows is blended from their mean on those triangles; where they
  /// stay, they are tinted. A cut-out keeps its holes: where its colours are gone it gets a white texture
  /// with the same alpha.
  void change(const DefectKind& kind, const DefectLook& look, const DefectMesh& defect, uint16_t slot,
              Material& material);

 private:
  int only_alpha(int texture);

  std::vector<TexturePtr>& textures_;
  std::map<int, int> only_alpha_;  ///< of textures, by their index: the index of the white one
};

}  // namespace understudy
