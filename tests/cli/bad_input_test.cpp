// SPDX-License-Identifier: Apache-2.0
// What is wrong with the input is said in one clear sentence, with a non-zero exit code, and nothing is
// written over.
#include <algorithm>
#include <chrono>
#include <thread>

#include "base/files.h"
#include "tests/catch.h"
#include "tests/cli/program.h"

namespace understudy::test {
namespace {

const std::string program = UNDERSTUDY_PROGRAM;
const std::string street = UNDERSTUDY_SOURCE_DIR "/assets/recipes/street.yaml";
constexpr int bad_input = 2;

/// One line on stderr that begins with the program's name and holds every one of the words.
void require_one_sentence(const Result& result, const std::vector<std::string>& words) {
  INFO("stderr: " << result.err);
  CHECK(result.exit_code == bad_input);
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK(result.err.starts_with("understudy: "));
  for (const std::string& word : words) CHECK(result.err.find(word) != std::string::npos);
}

Result generate(const ScratchFolder& scratch, const std::string& recipe, std::vector<std::string> more = {}) {
  const auto file = scratch / "recipe.yaml";
  spill(file, recipe);
  std::vector<std::string> command{program,   "generate", file.string(), "--out", (scratch / "out").string(),
                                   "--count", "1"};
  command.insert(command.end(), more.begin(), more.end());
  return run(command);
}

struct BadRecipe {
  std::string yaml;
  std::vector<std::string> words;  ///< file and line, the key, what was expected
};

TEST_CASE("a wrong recipe is refused with file, line, key and what was expected") {
  const std::vector<BadRecipe> recipes = {
      {"generator: street\nimage: {width_px: 640, height_px: [}\n", {"recipe.yaml:2"}},
      {"generator: street\n\timage: 3\n", {"recipe.yaml:2"}},
      {"generator: street\ngenerator: street\n", {"recipe.yaml:2", "generator"}},
      {"generator: moon\n", {"recipe.yaml:1", "moon", "street"}},
      {"quality: standard\n", {"recipe.yaml", "generator"}},
      {"generator: street\nstreeet: {cars: 3}\n", {"recipe.yaml:2", "streeet"}},
      {"generator: street\nimage: {width_px: 0, height_px: 480}\n", {"recipe.yaml:2", "width_px", "0"}},
      {"generator: street\nimage: {width_px: 640, height_px: 100000}\n",
       {"recipe.yaml:2", "height_px", "100000"}},
      {"generator: street\nimage: {width_px: wide, height_px: 480}\n", {"recipe.yaml:2", "width_px", "wide"}},
      {"generator: street\nimage: {format: gif}\n", {"recipe.yaml:2", "format", "gif"}},
      {"generator: street\nquality: superb\n", {"superb", "standard"}},
      {"generator: street\nlabels: {segmentation: bitmap}\n", {"recipe.yaml:2", "segmentation", "bitmap"}},
      {"generator: street\nlabels: {min_visibility: 7}\n", {"recipe.yaml:2", "min_visibility", "7"}},
      {"generator: street\nsensor: {exposure_ev: {uniform: [3, -3]}}\n", {"recipe.yaml:2", "exposure_ev"}},
      {"generator: street\nsensor: {exposure_ev: {unifrom: [0, 1]}}\n", {"recipe.yaml:2", "unifrom"}},
      {"generator: street\nsensor: {exposure_ev: {uniform: [0]}}\n", {"recipe.yaml:2", "exposure_ev"}},
      {"generator: street\nsensor: {exposure_ev: bright}\n", {"recipe.yaml:2", "exposure_ev", "bright"}},
      {"generator: street\nsensor: {jpeg_quality: 400}\n", {"recipe.yaml:2", "jpeg_quality", "400"}},
      {"generator: street\nsensor: {exposure_ev: {depends: sky.nothing, points: [[0, 0], [1, 1]]}}\n",
       {"recipe.yaml:2", "sky.nothing"}},
      {"generator: street\nsensor: {exposure_ev: {depends: sensor.exposure_ev, points: [[0, 0], [1, 1]]}}\n",
       {"recipe.yaml", "exposure_ev"}},
      {"- a\n- list\n", {"recipe.yaml"}},
      {"", {"recipe.yaml"}},
      {std::string("generator: str\0eet\n", 19), {"recipe.yaml"}},
      {std::string(200, '[') + "\n", {"recipe.yaml"}},
  };
  for (const BadRecipe& recipe : recipes) {
    const ScratchFolder scratch;
    INFO("recipe: " << recipe.yaml);
    require_one_sentence(generate(scratch, recipe.yaml), recipe.words);
    CHECK_FALSE(std::filesystem::exists(scratch / "out"));
  }
}

TEST_CASE("a wrong command line is refused") {
  struct Case {
    std::vector<std::string> more;
    std::vector<std::string> words;
  };
  const std::vector<Case> cases = {
      {{"--size", "0x480"}, {"--size", "0x480"}},
      {{"--size", "640x100000"}, {"--size", "640x100000"}},
      {{"--size", "8x8"}, {"--size", "8x8", "16", "8192"}},
      {{"--size", "640x8193"}, {"--size", "640x8193"}},
      {{"--seed", "18446744073709551615"}, {"--seed", "9007199254740992"}},
      {{"--seed", "99999999999999999999999"}, {"--seed", "9007199254740992"}},
      {{"--out", ""}, {"--out", "empty"}},
      {{"--timings", "/nowhere/timings.json"}, {"--timings", "/nowhere"}},
      {{"--size", "640"}, {"--size", "640"}},
      {{"--size", "-3x4"}, {"--size"}},
      {{"--quality", "superb"}, {"superb", "standard"}},
      {{"--image-format", "gif"}, {"gif", "png"}},
      {{"--segmentation", "bitmap"}, {"bitmap", "polygon"}},
      {{"--device", "no such device"}, {"no such device"}},
      {{"--device", "97"}, {"97"}},
      {{"--start", "18446744073709551615", "--count", "5"}, {"--start"}},
      {{"--count", "0"}, {"--count", "0"}},
      {{"--count", "9000000000000000000"}, {"free"}},
      {{"--set", "street.cars"}, {"--set", "PATH=VALUE", "street.cars"}},
      {{"--set", "street.cars.coutn=3"}, {"--set: street.cars.coutn", "unknown key"}},
      {{"--set", "image.width_px=3"}, {"--set: image.width_px", "16", "3"}},
      {{"--set", "sky.time={choice: [noon]}"}, {"--set: sky.time", "noon"}},
      {{"--set", "quality=[high"}, {"--set quality"}},
  };
  for (const Case& c : cases) {
    const ScratchFolder scratch;
    INFO("arguments: " << c.more.front() << " " << c.more.back());
    std::vector<std::string> command{program, "generate", street};
    command.insert(command.end(), c.more.begin(), c.more.end());
    if (c.more.front() != "--out") command.insert(command.end(), {"--out", (scratch / "out").string()});
    require_one_sentence(run(command), c.words);
    for (const auto& [file, content] : snapshot(scratch / "out")) CHECK(file == "");
  }
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"generate"},
                                             {"generat", street},
                                             {},
                                             {"generate", street, "--outt", "x"},
                                             {"generate", street, "--out", "x", "--count", "many"},
                                             {"generate", street, "--out", "x", "--count", "-1"}}) {
    std::vector<std::string> command{program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    CHECK(run(command).exit_code == bad_input);
  }
}

TEST_CASE("negative numbers and words that are no commands are told as they were written") {
  const auto generating = [](const std::string& option, const std::string& value) {
    return run({program, "generate", street, "--out", "/nowhere/out", option, value});
  };
  for (const std::string option : {"--count", "--start", "--seed"})
    require_one_sentence(generating(option, "-1"), {option, "expected a whole number from 0, found -1"});
  require_one_sentence(run({program, "inspect", street, "--out", "/nowhere/out", "--index", "-1"}),
                       {"--index", "expected a whole number from 0, found -1"});
  require_one_sentence(
      run({program, "inspect", street, "--out", "/nowhere/out", "--index", "99999999999999999999999"}),
      {"--index", "at most 64 bits"});
  require_one_sentence(run({program, "genrate", street}), {"'genrate'", "did you mean 'generate'?"});
  require_one_sentence(run({program, "zzz"}), {"'zzz'", "--help"});
  require_one_sentence(generating("--count", "9000000000000"), {"GB"});
}

TEST_CASE("of an option that is given twice the last one counts") {
  const Result result = run(
      {program, "generate", street, "--out", "/nowhere/out", "--quality", "preview", "--quality", "superb"});
  require_one_sentence(result, {"superb"});
}

TEST_CASE("files that are not what they should be") {
  const ScratchFolder scratch;
  const auto attempt = [&](const std::string& recipe, const std::filesystem::path& out) {
    return run({program, "generate", recipe, "--out", out.string(), "--count", "1", "--size", "64x48"});
  };
  require_one_sentence(attempt((scratch / "absent.yaml").string(), scratch / "out"), {"absent.yaml"});
  require_one_sentence(attempt(scratch.path().string(), scratch / "out"), {scratch.path().string()});
  spill(scratch / "a_file", "mine");
  require_one_sentence(attempt(street, scratch / "a_file"), {"a_file"});
  require_one_sentence(attempt(street, scratch / "a_file" / "below"), {"a_file"});
  require_one_sentence(attempt(street, "/proc/understudy"), {"cannot create the folder", "/proc/understudy"});
  CHECK(slurp(scratch / "a_file") == "mine");
  std::filesystem::create_directory(scratch / "photos");
  spill(scratch / "photos" / "mine.txt", "holiday");
  require_one_sentence(attempt(street, scratch / "photos"), {"photos"});
  CHECK(snapshot(scratch / "photos") == std::map<std::string, std::string>{{"mine.txt", "holiday"}});
  require_one_sentence(
      run({program, "sheet", (scratch / "photos").string(), "--out", (scratch / "s.png").string()}),
      {"photos"});
}

TEST_CASE("a file that a recipe names and that cannot be read is told with its place in the recipe") {
  const ScratchFolder scratch;
  require_one_sentence(generate(scratch, "generator: street\nsky:\n  hdri: none.hdr\n"),
                       {"recipe.yaml:3: sky.hdri: ", "none.hdr: No such file"});
  require_one_sentence(generate(scratch, "generator: inspection\nobject: {mesh: {choice: [none.glb]}}\n"),
                       {"recipe.yaml:2: object.mesh: ", "none.glb"});
  require_one_sentence(generate(scratch, "generator: street\n", {"--set", "sky.hdri=none.hdr"}),
                       {"--set: sky.hdri: ", "none.hdr"});
}

TEST_CASE("inspect writes over an earlier inspection and nothing else") {
  const ScratchFolder scratch;
  const auto inspect = [&](const std::string& folder, const std::string& index) {
    return run({program, "inspect", street, "--out", (scratch / folder).string(), "--index", index, "--size",
                "48x48", "--quality", "preview"});
  };
  REQUIRE(inspect("buffers", "0").exit_code == 0);
  const auto first = snapshot(scratch / "buffers");
  CHECK(first.size() == 10);
  CHECK(inspect("buffers", "1").exit_code == 0);
  CHECK(differing(first, snapshot(scratch / "buffers")).contains("color.png"));
  std::filesystem::create_directories(scratch / "photos" / "images");
  spill(scratch / "photos" / "color.png", "holiday");
  const auto photos = snapshot(scratch / "photos");
  require_one_sentence(inspect("photos", "0"), {"photos", "images"});
  CHECK(snapshot(scratch / "photos") == photos);
}

TEST_CASE("a dataset from another recipe or seed is refused, the difference named, nothing touched") {
  const ScratchFolder scratch;
  const auto make = [&](const std::string& seed, const std::string& size) {
    return run({program, "generate", street, "--out", (scratch / "out").string(), "--count", "1", "--size",
                size, "--seed", seed, "--quality", "preview"});
  };
  const Result first = make("1", "64x48");
  INFO(first.err);
  REQUIRE(first.exit_code == 0);
  const auto before = snapshot(scratch / "out");
  require_one_sentence(make("2", "64x48"), {"out", "seed"});
  require_one_sentence(make("1", "80x48"), {"out", "width_px"});
  CHECK(snapshot(scratch / "out") == before);
  CHECK(make("1", "64x48").exit_code == 0);
  CHECK(snapshot(scratch / "out") == before);
}

TEST_CASE("a photo that cannot be read is skipped and told of, and only --strict takes it ill") {
  const ScratchFolder scratch;
  spill(scratch / "a.jpg", "no photo at all");
  spill(scratch / "in.json",
        R"({"images": [{"id": 1, "file_name": "a.jpg", "width": 8, "height": 8}], "annotations": [],
    "categories": [{"id": 1, "name": "person"}, {"id": 2, "name": "bicycle"}, {"id": 3, "name": "car"}]})");
  spill(scratch / "flip.yaml", "augment: [flip]\n");
  const std::string source = UNDERSTUDY_SOURCE_DIR;
  const std::vector<std::vector<std::string>> verbs{{"augment", (scratch / "flip.yaml").string()},
                                                    {"insert", source + "/assets/recipes/insert.yaml"},
                                                    {"balance", "--target", "repeat-factor: 0.5"}};
  for (const auto& verb : verbs) {
    std::vector<std::string> command{program};
    command.insert(command.end(), verb.begin(), verb.end());
    const std::string out = (scratch / verb[0]).string();
    command.insert(command.end(), {"--in", (scratch / "in.json").string(), "--images",
                                   scratch.path().string(), "--out", out});
    const Result lenient = run(command);
    INFO(lenient.err << lenient.out);
    CHECK(lenient.exit_code == 0);
    CHECK(lenient.out.find("skipped images: 1, listed in report.json") != std::string::npos);
    command.push_back("--strict");
    CHECK(run(command).exit_code == bad_input);
  }
}

TEST_CASE("a mesh that cannot be used ends the run before it begins") {
  const ScratchFolder scratch;
  spill(scratch / "cut.glb", "glTF");
  for (const std::string mesh : {"cut.glb", "none.glb"}) {
    require_one_sentence(
        run({program, "generate", UNDERSTUDY_SOURCE_DIR "/assets/recipes/inspect-metal.yaml", "--out",
             (scratch / "out").string(), "--set", "object.mesh=" + (scratch / mesh).string()}),
        {mesh});
    CHECK_FALSE(std::filesystem::exists(scratch / "out"));
  }
}

TEST_CASE("what --set says is in the stored recipe, and --size wins over it") {
  const ScratchFolder scratch;
  const Result result =
      run({program, "generate", street, "--out", (scratch / "out").string(), "--count", "1", "--quality",
           "preview", "--set", "image.width_px=80", "--set", "street.cars.parked_count={poisson: 2}", "--set",
           "image.height_px=48", "--size", "64x48", "--set", "sky.time=night"});
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const std::string stored = slurp(scratch / "out" / "recipe.yaml");
  CHECK(stored.find("width_px: 64") != std::string::npos);
  CHECK(stored.find("parked_count: {poisson: 2}") != std::string::npos);
  CHECK(stored.find("time: night") != std::string::npos);
}

TEST_CASE("a dataset keeps its kind of masks, and goes on where its recipe does not speak of them") {
  const ScratchFolder scratch;
  const std::string out = (scratch / "out").string(), stored = (scratch / "out" / "recipe.yaml").string();
  const auto make = [&](const std::string& recipe, const std::string& count,
                        const std::vector<std::string>& more = {}) {
    std::vector<std::string> command{program, "generate", recipe,  "--out",     out,      "--count",
                                     count,   "--size",   "64x48", "--quality", "preview"};
    command.insert(command.end(), more.begin(), more.end());
    return run(command);
  };
  REQUIRE(make(street, "1", {"--segmentation", "polygon"}).exit_code == 0);
  CHECK(slurp(stored).find("  segmentation: polygon\n") != std::string::npos);
  REQUIRE(make(stored, "2").exit_code == 0);
  const std::string coco = slurp(scratch / "out" / "instances.json");
  CHECK(coco.find("\"segmentation\":[[") != std::string::npos);
  require_one_sentence(make(street, "2"), {"segmentation: polygon"});
  require_one_sentence(make(stored, "2", {"--segmentation", "rle"}), {"segmentation: polygon"});
  CHECK(slurp(scratch / "out" / "instances.json") == coco);
  CHECK(run({program, "generate", street, "--out", (scratch / "rle").string(), "--count", "1", "--size",
             "64x48", "--quality", "preview"})
            .exit_code == 0);
  CHECK(slurp(scratch / "rle" / "recipe.yaml").find("segmentation") == std::string::npos);
}

/// A program whose streams the shell redirects.
Result run_redirected(const std::string& redirection, std::vector<std::string> command) {
  command.insert(command.begin(), {"sh", "-c", "exec \"$0\" \"$@\" " + redirection});
  return run(command);
}

TEST_CASE("a log that takes nothing more does not end the work; an answer that got lost is no success") {
  if (!std::filesystem::exists("/dev/full")) return;
  const ScratchFolder scratch;
  const std::vector<std::string> command{program,   "generate", street,   "--out", (scratch / "out").string(),
                                         "--count", "1",        "--size", "64x48", "--quality",
                                         "preview"};
  CHECK(run_redirected("2>/dev/full", command).exit_code == 0);
  CHECK(std::filesystem::exists(scratch / "out" / "instances.json"));
  require_one_sentence(run_redirected(">/dev/full", {program, "schema"}), {"No space left"});
  require_one_sentence(run_redirected(">/dev/full", {program, "schema", "--markdown"}), {"No space left"});
}

std::vector<std::string> small_streets(const std::filesystem::path& out, const std::string& count) {
  return {program, "generate", street,  "--out",     out.string(), "--count",
          count,   "--size",   "64x48", "--quality", "preview"};
}

TEST_CASE("what is said to a stream that is closed goes into no file") {
  const ScratchFolder scratch;
  REQUIRE(run(small_streets(scratch / "told", "2")).exit_code == 0);
  CHECK(run_redirected("<&- >&- 2>&-", small_streets(scratch / "untold", "2")).exit_code == 0);
  CHECK(differing(snapshot(scratch / "told" / "images"), snapshot(scratch / "untold" / "images")).empty());
}

/// The exit code, in a line, of a command whose reader leaves after a few bytes.
std::string code_piped(std::vector<std::string> command) {
  const ScratchFolder scratch;
  command.insert(command.begin(),
                 {"sh", "-c", "{ \"$@\"; echo $? >\"$0\"; } 2>&1 | head -c 5", (scratch / "code").string()});
  run(command);
  return slurp(scratch / "code");
}

TEST_CASE("who stops reading the log does not end the work, and who stops reading an answer has had enough") {
  const ScratchFolder scratch;
  CHECK(code_piped(small_streets(scratch / "out", "3")) == "0\n");
  CHECK(std::filesystem::exists(scratch / "out" / "instances.json"));
  CHECK(snapshot(scratch / "out" / "images").size() == 3);
  CHECK(code_piped({program, "schema"}) == "0\n");
  CHECK(code_piped({program, "generate", "/nowhere.yaml", "--out", "/nowhere/out"}) == "2\n");
}

TEST_CASE("a verdict is the same whether anyone reads the whole answer or not") {
  const ScratchFolder scratch;
  spill(scratch / "a.jpg", "no photo at all");
  std::string categories, target;
  for (int i = 1; i <= 200; ++i) {
    const std::string number = std::to_string(i), comma = i > 1 ? ", " : "";
    categories += comma + "{\"id\": " + number + ", \"name\": \"class" + number + "\"}";
    target += comma + "class" + number + ": 1";
  }
  spill(scratch / "in.json",
        R"({"images": [{"id": 1, "file_name": "a.jpg", "width": 8, "height": 8}], "annotations": [],
    "categories": [)" +
            categories + "]}");
  const std::vector<std::string> command{program,    "balance",
                                         "--target", "{" + target + "}",
                                         "--in",     (scratch / "in.json").string(),
                                         "--images", scratch.path().string(),
                                         "--strict", "--out"};
  const auto into = [&](const char* folder) {
    std::vector<std::string> whole = command;
    whole.push_back((scratch / folder).string());
    return whole;
  };
  const Result read = run(into("read"));
  INFO(read.err << read.out);
  CHECK(read.exit_code == bad_input);
  CHECK(read.out.size() > 8192);  // more than waits in a buffer
  CHECK(code_piped(into("left")) == std::to_string(bad_input) + "\n");
}

TEST_CASE("a sheet is refused before it is drawn where it could not be one") {
  const ScratchFolder scratch;
  const auto sheet = [&](const std::string& out, const std::string& option, const std::string& value) {
    return run({program, "sheet", scratch.path().string(), "--out", (scratch / out).string(), option, value});
  };
  require_one_sentence(sheet("s.jpg", "--images", "1"), {"--out", "PNG", "s.jpg"});
  require_one_sentence(sheet("s.png", "--images", "0"), {"--images"});
  require_one_sentence(sheet("s.png", "--columns", "-1"), {"--columns"});
  require_one_sentence(sheet("s.png", "--cell-width", "2147483647"), {"--cell-width", "8192"});
}

TEST_CASE("a full disk ends the run in one sentence, and what is there is whole") {
  const ScratchFolder scratch;
  const std::vector<std::string> command{
      program,   "generate",  street,   "--out",   (scratch / "out").string(),
      "--count", "5",         "--size", "320x240", "--image-format",
      "png",     "--quality", "preview"};
  Program child(command);
  const auto images = scratch / "out" / "images";
  while (child.running() && !std::filesystem::exists(images / "000000.png"))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  // A later image goes to a device that is full.
  std::filesystem::create_symlink("/dev/full", images / ("000003.png" + std::string(temporary_suffix)));
  const Result result = child.wait();
  INFO("stderr: " << result.err);
  CHECK(result.exit_code == bad_input);
  CHECK(result.err.find("understudy: ") != std::string::npos);
  const Result again = run(command);
  INFO("stderr: " << again.err);
  CHECK(again.exit_code == 0);
  const auto files = snapshot(scratch / "out");
  CHECK(files.contains("instances.json"));
  CHECK(files.contains("images/000004.png"));
  for (const auto& [file, content] : files) CHECK(file.find("tmp") == std::string::npos);
}

TEST_CASE("help and version exit with 0, and help shows examples and exit codes") {
  const Result help = run({program, "--help"});
  CHECK(help.exit_code == 0);
  for (const std::string word : {"generate", "inspect", "devices", "doctor", "Exit codes"}) {
    CHECK(help.out.find(word) != std::string::npos);
  }
  CHECK(run({program, "generate", "--help"}).out.find("Example") != std::string::npos);
  CHECK(help.out.find("second Ctrl-C") != std::string::npos);
  CHECK(help.out.find("134") != std::string::npos);
  CHECK(run({program, "--version"}).exit_code == 0);
}

}  // namespace
}  // namespace understudy::test
