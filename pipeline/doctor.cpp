// SPDX-License-Identifier: Apache-2.0
#include "pipeline/doctor.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "base/files.h"
#include "pipeline/size_text.h"
#include "renderer/renderer.h"

namespace understudy {
namespace {

using State = DoctorLine::State;

/// Why the device cannot be used: what its driver says of itself, or what happens when it is opened and has
/// to compile. One sentence each; empty: it can.
std::vector<std::string> faults_of(const DeviceReport& device) {
  if (!device.usable()) return device.refusals;
  RendererOptions options;
  options.device = std::to_string(device.index);
  try {
    const Renderer opened(options);
    return {};
  } catch (const std::exception& error) {
    return {error.what()};
  }
}

void examine_vulkan(std::vector<DoctorLine>& lines) {
  const InstanceReport report = probe_devices();
  if (!report.loader.empty()) lines.push_back({State::good, "Vulkan loader " + report.loader});
  std::vector<std::vector<std::string>> faults;
  for (const DeviceReport& device : report.devices) faults.push_back(faults_of(device));
  const bool usable = std::any_of(faults.begin(), faults.end(), [](const auto& f) { return f.empty(); });
  const State trouble = usable ? State::warning : State::bad;
  for (const std::string& problem : report.problems) lines.push_back({trouble, problem});
  for (size_t i = 0; i < faults.size(); ++i) {
    const DeviceReport& device = report.devices[i];
    if (faults[i].empty()) {
      lines.push_back({State::good, fmt::format("device {}: {} ({}, {})", device.index, device.name,
                                                device.kind, device.driver)});
    }
    for (const std::string& fault : faults[i])
      lines.push_back({trouble, fmt::format("device {}: {}: {}", device.index, device.name, fault)});
  }
  if (!usable && report.problems.empty()) {
    lines.push_back(
        {State::bad, "no usable Vulkan device: install mesa-vulkan-drivers (apt) to render on the CPU"});
  }
}

void examine_disk(std::vector<DoctorLine>& lines) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::current_path(error);
  const double free = static_cast<double>(free_bytes(folder));
  const State state = free < 1e9 ? State::warning : State::good;
  lines.push_back({state, fmt::format("disk of {}: {} free (a 640x480 JPEG image takes about 0.1 MB)",
                                      folder.string(), size_text(free))});
}

}  // namespace

std::vector<DoctorLine> examine_machine() {
  std::vector<DoctorLine> lines;
  lines.push_back({State::good, fmt::format("{} CPU threads", std::thread::hardware_concurrency())});
  examine_vulkan(lines);
  examine_disk(lines);
  return lines;
}

std::string describe_devices() {
  const InstanceReport report = probe_devices();
  std::string text;
  for (const DeviceReport& device : report.devices) {
    text += fmt::format("{}: {}\n   {}, driver {}, Vulkan {}, {}\n", device.index, device.name, device.kind,
                        device.driver, device.api, size_text(static_cast<double>(device.memory_bytes)));
    text += device.usable() ? "   usable\n" : "";
    for (const std::string& refusal : device.refusals) text += "   unusable: " + refusal + "\n";
  }
  for (const std::string& problem : report.problems) text += problem + "\n";
  return text;
}

bool any_device_usable() {
  const InstanceReport report = probe_devices();
  return std::any_of(report.devices.begin(), report.devices.end(), [](const auto& d) { return d.usable(); });
}

}  // namespace understudy
