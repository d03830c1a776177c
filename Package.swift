// swift-tools-version:6.0
import PackageDescription

let package = Package(
  name: "walkproof",
  products: [.executable(name: "walkproof", targets: ["walkproof"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CZ3", pkgConfig: "z3", providers: [.apt(["libz3-dev"]), .brew(["z3"])]),
    // Defects on purpose, for 'make selftest' alone.
    .target(name: "PlantedDefect"),
    .target(name: "SMT", dependencies: ["CZ3", "PlantedDefect"]),
    // The checker of certificates imports nothing.
    .target(name: "ProofChecker"),
    .target(name: "BitBlaster", dependencies: ["SMT"]),
    .target(
      name: "Certificates",
      dependencies: [
        "BitBlaster", "Checker", "ChildProcesses", "Digest", "Files", "ProofChecker", "SMT",
      ]),
    .target(name: "Digest"),
    .target(name: "VisibleText"),
    // Declares two system calls that Swift's module of the C library leaves out.
    .systemLibrary(name: "CLinux"),
    .target(name: "Files", dependencies: ["CLinux", "VisibleText"]),
    .target(
      name: "ChildProcesses",
      dependencies: [
        "CLinux", "Files", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(name: "PageWalk"),
    .target(name: "LLVMIR", dependencies: ["VisibleText"]),
    .target(name: "BuildProbe", dependencies: ["PageWalk"]),
    .target(name: "Programs"),
    .target(name: "Translation", dependencies: ["LLVMIR", "Programs"]),
    .target(name: "Execution", dependencies: ["Programs"]),
    .target(
      name: "ModelFiles",
      dependencies: [
        "Files", "PageWalk", "VisibleText", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Encoder", dependencies: ["PageWalk", "PlantedDefect", "SMT"]),
    .target(
      name: "ProgramProof",
      dependencies: ["Encoder", "LLVMIR", "PageWalk", "Programs", "SMT", "Translation"]),
    .target(name: "Simulator", dependencies: ["PageWalk", "PlantedDefect"]),
    .target(name: "Checker", dependencies: ["Encoder", "PageWalk", "Simulator", "SMT"]),
    .target(
      name: "ProgramSearch",
      dependencies: [
        "Encoder", "Execution", "LLVMIR", "PageWalk", "ProgramProof", "Programs", "SMT",
        "Simulator", "Translation",
      ]),
    .target(name: "ReportSchemaV1"),
    .target(
      name: "Claims",
      dependencies: [
        "Certificates", "Checker", "ChildProcesses", "Digest", "Files", "ModelFiles", "PageWalk",
        "Simulator",
        "SMT", "VisibleText",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Checker", "Claims", "PageWalk", "ReportSchemaV1", "Simulator", "VisibleText",
      ]),
    .target(name: "Pictures", dependencies: ["PageWalk", "Reports", "Simulator", "VisibleText"]),
    .target(
      name: "Site",
      dependencies: [
        "Claims", "Digest", "ModelFiles", "PageWalk", "Pictures", "Reports", "Simulator",
        "VisibleText",
      ]),
    .target(name: "Exports", dependencies: ["PageWalk", "Reports", "Simulator"]),
    .executableTarget(
      name: "walkproof",
      dependencies: [
        "BuildProbe", "Certificates", "Checker", "ChildProcesses", "Claims", "Encoder", "Exports",
        "Files",
        "LLVMIR",
        "ModelFiles",
        "PageWalk", "ProgramProof", "ProgramSearch", "Programs", "Translation",
        "Pictures", "ReportSchemaV1", "Reports", "Simulator", "Site", "SMT", "VisibleText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      plugins: ["EmbedModels"]),
    // Puts the shipped models into the program.
    .executableTarget(name: "embed-models"),
    .plugin(name: "EmbedModels", capability: .buildTool(), dependencies: ["embed-models"]),
    // Compares verdicts with complete enumeration on small machines; a tool of the developers.
    .executableTarget(
      name: "oracle",
      dependencies: [
        "Checker", "ModelFiles", "PageWalk", "PlantedDefect", "Simulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Judges broken and rewritten kernels ('make broken').
    .executableTarget(
      name: "broken-kernels",
      dependencies: [
        "ReportSchemaV1",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      path: "Tests/BrokenKernels", exclude: ["Edits", "README.md", "Targets.yaml"]),
    // What strangers' files are given to by 'make fuzz'.
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Checker", "Claims", "Execution", "Exports", "LLVMIR", "ModelFiles", "PageWalk", "Pictures",
        "ProgramProof", "ProgramSearch", "Programs", "Reports", "SMT", "Simulator", "Translation",
      ],
      path: "Tests/Fuzz", exclude: ["Corpus"]),
    .testTarget(
      name: "BrokenKernelsTests", dependencies: ["broken-kernels"]),
    // What tests share: random numbers, the shipped models and broken copies of them.
    .target(
      name: "TestModels", dependencies: ["ModelFiles", "PageWalk"], path: "Tests/TestModels"),
    .testTarget(
      name: "BuildProbeTests",
      dependencies: ["BuildProbe", "ModelFiles", "PageWalk", "TestModels"],
      exclude: ["machine.h"]),
    .testTarget(name: "LLVMIRTests", dependencies: ["LLVMIR", "TestModels"]),
    .testTarget(
      name: "TranslationTests",
      dependencies: ["Execution", "LLVMIR", "Programs", "TestModels", "Translation"]),
    .testTarget(
      name: "ProgramProofTests",
      dependencies: [
        "Encoder", "Execution", "LLVMIR", "ModelFiles", "PageWalk", "ProgramProof",
        "ProgramSearch", "Programs", "SMT", "Simulator", "TestModels", "Translation",
      ],
      exclude: ["Pond"]),
    .testTarget(name: "FilesTests", dependencies: ["CLinux", "Files", "TestModels"]),
    .testTarget(name: "ProofCheckerTests", dependencies: ["ProofChecker", "TestModels"]),
    .testTarget(
      name: "BitBlasterTests", dependencies: ["BitBlaster", "ProofChecker", "SMT", "TestModels"]),
    .testTarget(
      name: "CertificatesTests",
      dependencies: ["Certificates", "Checker", "PageWalk", "SMT", "TestModels"]),
    .testTarget(name: "ChildProcessesTests", dependencies: ["ChildProcesses"]),
    .testTarget(name: "VisibleTextTests", dependencies: ["VisibleText"]),
    .testTarget(name: "DigestTests", dependencies: ["Digest", "TestModels"]),
    .testTarget(name: "SMTTests", dependencies: ["SMT", "TestModels"]),
    .testTarget(name: "PageWalkTests", dependencies: ["PageWalk", "TestModels"]),
    .testTarget(name: "ModelFilesTests", dependencies: ["ModelFiles", "PageWalk", "TestModels"]),
    .testTarget(name: "EncoderTests", dependencies: ["Encoder", "PageWalk", "SMT", "TestModels"]),
    .testTarget(
      name: "SimulatorTests", dependencies: ["ModelFiles", "PageWalk", "Simulator", "TestModels"]),
    .testTarget(
      name: "CheckerTests",
      dependencies: ["Checker", "ModelFiles", "PageWalk", "Simulator", "SMT", "TestModels"]),
    .testTarget(
      name: "ExportsTests",
      dependencies: ["Checker", "Exports", "ModelFiles", "PageWalk", "Simulator", "TestModels"]),
    .testTarget(
      name: "PicturesTests",
      dependencies: ["ModelFiles", "PageWalk", "Pictures", "Reports", "Simulator", "TestModels"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Checker", "Claims", "ModelFiles", "PageWalk", "ReportSchemaV1", "Reports", "TestModels",
      ]),
    .testTarget(
      name: "walkproofTests", dependencies: ["ReportSchemaV1", "TestModels", "walkproof"],
      exclude: ["Compiled"]),
  ],
  swiftLanguageModes: [.v6]
)
