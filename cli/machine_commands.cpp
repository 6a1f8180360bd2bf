// SPDX-License-Identifier: Apache-2.0
// devices and doctor: what this machine can render with.
#include <algorithm>

#include "cli/commands.h"
#include "cli/say.h"
#include "pipeline/doctor.h"

namespace understudy {

void add_devices(CLI::App& program, Action& action) {
  CLI::App* command = program.add_subcommand(
      "devices", "List Vulkan devices and say why one is unusable (`doctor` opens them, too)");
  command->callback([&action] {
    action = [] {
      say_text(describe_devices());
      return static_cast<int>(any_device_usable() ? ok : device_failure);
    };
  });
}

void add_doctor(CLI::App& program, Action& action) {
  CLI::App* command =
      program.add_subcommand("doctor", "Check this machine; name what is missing and how to get it");
  command->callback([&action] {
    action = [] {
      const auto lines = examine_machine();
      for (const DoctorLine& line : lines) {
        const char* mark = line.state == DoctorLine::State::good      ? "ok  "
                           : line.state == DoctorLine::State::warning ? "note"
                                                                      : "BAD ";
        say("{}  {}\n", mark, line.text);
      }
      const bool bad = std::any_of(lines.begin(), lines.end(),
                                   [](const auto& l) { return l.state == DoctorLine::State::bad; });
      say("{}\n", bad ? "This machine cannot render yet." : "This machine can render.");
      return static_cast<int>(bad ? device_failure : ok);
    };
  });
}

}  // namespace understudy
