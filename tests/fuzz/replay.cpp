// SPDX-License-Identifier: Apache-2.0
// Drives a fuzz target without libFuzzer: replay FOLDER MUTATIONS runs it on each file of the corpus and on
// so many mutations of them, always the same ones. What breaks the contract is left in the working folder as
// replay-failure.bin and named by the exit code.
#include <algorithm>
#include <ctime>
#include <exception>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/files.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

namespace understudy::fuzz {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // slower, and freed memory is kept for a while
#else
constexpr bool sanitized = false;
#endif
constexpr double most_s = sanitized ? 20 : 1;
constexpr int64_t most_growth_kib = 64 * 1024;

std::string input;  // where a signal handler finds it

/// Only what a signal handler may call.
void keep_input() {
  const int file = open("replay-failure.bin", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (write(file, input.data(), input.size()) < 0) _exit(3);
  close(file);
}

void on_signal(int number) {
  keep_input();
  signal(number, SIG_DFL);
  raise(number);
}

int64_t peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// Empty where the target kept to the contract.
std::string broken_contract() {
  const int64_t before_kib = peak_kib();
  const std::clock_t begin = std::clock();
  try {
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
  } catch (const std::exception& error) {
    return std::string("threw something else than a UserError: ") + error.what();
  }
  const double spent_s = double(std::clock() - begin) / CLOCKS_PER_SEC;
  if (spent_s > most_s) return "took " + std::to_string(spent_s) + " s";
  const int64_t growth_kib = peak_kib() - before_kib;
  if (!sanitized && growth_kib > most_growth_kib) return "took " + std::to_string(growth_kib) + " KiB";
  return {};
}

bool holds(const std::string& name, std::string bytes) {
  input = std::move(bytes);
  const std::string broken = broken_contract();
  if (broken.empty()) return true;
  keep_input();
  std::fprintf(stderr, "%s (%zu bytes, in replay-failure.bin): %s\n", name.c_str(), input.size(),
               broken.c_str());
  return false;
}

int replay(const std::filesystem::path& folder, int mutations) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  require(!paths.empty(), "the corpus is empty");
  std::vector<std::string> corpus;
  for (const auto& path : paths) corpus.push_back(read_file(path));

  bool good = true;
  for (size_t i = 0; i < corpus.size(); ++i) good = holds(paths[i].filename(), corpus[i]) && good;
  Stream stream({1, 0}, "mutations");
  for (int k = 0; k < mutations; ++k) {
    const size_t last = corpus.size() - 1;
    const std::string& base = corpus[size_t(k) % corpus.size()];
    const std::string& other = corpus[size_t(stream.uniform_int(0, int64_t(last)))];
    good = holds("mutation " + std::to_string(k), mutated(base, other, stream)) && good;
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace understudy::fuzz

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: %s FOLDER MUTATIONS\n", arguments[0]);
    return 2;
  }
  for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL})
    signal(number, understudy::fuzz::on_signal);
  return understudy::fuzz::replay(arguments[1], std::atoi(arguments[2]));
}
