// SPDX-License-Identifier: Apache-2.0
#include "augment/photometry.h"
#include "augment/references.h"
#include "augment/rows.h"

namespace understudy {
namespace {

using rows::integer;
using rows::name;
using rows::number;
using rows::tone;
using HistogramOf = std::function<Histogram()>;

// One that does not look at the picture.
template <typename Add>
decltype(Transform::tone) plain(Add add) {
  return [add](const StepContext& step, PointTable& table, const HistogramOf&) { add(step, table); };
}

int channel_of(const std::string& name) { return name == "red" ? 0 : name == "green" ? 1 : 2; }

}  // namespace

std::vector<Transform> tone_transforms() {
  using S = const StepContext&;
  using T = PointTable&;
  return {
      tone("brightness", "Adds to every value.",
           {number("offset", -1, 1, "{uniform: [-0.2, 0.2]}", "1 is from black to white.")},
           plain([](S s, T t) { brightness(t, s.number("offset")); })),
      tone("contrast", "Scales the distance to mid-grey.",
           {number("factor", 0, 10, "{uniform: [0.8, 1.25]}", "1 changes nothing.")},
           plain([](S s, T t) { contrast(t, s.number("factor")); })),
      tone("gamma", "Raises values to a power.",
           {number("exponent", 0.05, 20, "{log_uniform: [0.7, 1.4]}", "Below 1 is brighter.")},
           plain([](S s, T t) { gamma(t, s.number("exponent")); })),
      tone("exposure", "More or less light, as a camera would take it.",
           {number("ev", -8, 8, "{uniform: [-0.7, 0.7]}", "Stops.")},
           plain([](S s, T t) { exposure(t, s.number("ev")); })),
      tone("tone_curve", "A smooth curve through black and white.",
           {number("shadows", -0.15, 0.15, "{uniform: [-0.08, 0.08]}", "By how much a quarter rises."),
            number("lights", -0.15, 0.15, "{uniform: [-0.08, 0.08]}", "By how much three quarters rise.")},
           plain([](S s, T t) { tone_curve(t, s.number("shadows"), s.number("lights")); })),
      tone("white_balance", "What colour temperature the camera takes for white.",
           {number("assumed_k", 1700, 20000, "{normal: [6500, 700], clip: [4500, 10000]}",
                   "Kelvin; 6500 changes nothing, lower is bluer.")},
           plain([](S s, T t) { white_balance(t, s.number("assumed_k")); })),
      tone("invert", "Turns every value round.", {}, plain([](S, T t) { invert(t); })),
      tone("posterize", "Leaves few levels.",
           {integer("bits", 1, 8, "{uniform: [4, 6]}", "Of each channel.")},
           plain([](S s, T t) { posterize(t, s.integer("bits")); })),
      tone("solarize", "Turns the bright values round.",
           {number("threshold", 0, 1.01, "{uniform: [0.5, 1]}", "From where on.")},
           plain([](S s, T t) { solarize(t, s.number("threshold")); })),
      tone("drop_channel", "Makes one channel constant.",
           {name("channel", {"red", "green", "blue"}, "{choice: [red, green, blue]}", "Which one."),
            number("value", 0, 1, "0", "What it becomes.")},
           plain([](S s, T t) { drop_channel(t, channel_of(s.choice("channel")), s.number("value")); })),
      tone("autocontrast", "Stretches each channel from black to white.",
           {number("cutoff", 0, 0.45, "{uniform: [0, 0.02]}", "Share of the pixels cut at either end.")},
           [](S s, T t, const HistogramOf& now) { autocontrast(t, now(), s.number("cutoff")); }),
      tone("equalize", "Makes each channel's histogram flat.", {},
           [](S, T t, const HistogramOf& now) { equalize(t, now()); }),
      tone("match_histogram",
           "Takes each channel's distribution from another photo, of the dataset or of another one.",
           joined_tables({number("strength", 0, 1, "{uniform: [0.3, 1]}", "How much of the way.")},
                         reference_parameters()),
           [](S s, T t, const HistogramOf& now) {
             const Image<Rgb8> reference = other_photo(s);
             if (!reference.empty()) match_histogram(t, now(), histogram_of(reference), s.number("strength"));
           }),
  };
}

}  // namespace understudy
