// swift-tools-version: 6.2

import PackageDescription

// What a consumer of the build plugin needs is small: the generator, the runtime, two packages.
// Everything heavier sits behind a trait, so that `.package(url: ..., traits: [])` neither
// resolves nor builds it. See docs/architecture.md, "Traits".
let package = Package(
  name: "accord",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "AccordRuntime", targets: ["AccordRuntime"]),
    .library(name: "AccordAsyncHTTPClient", targets: ["AccordAsyncHTTPClient"]),
    .library(
      name: "AccordContract",
      targets: ["AccordContract", "AccordOpenAPI", "AccordSchema", "AccordJSON", "AccordRuntime"]),
    .library(name: "AccordContractHTTP", targets: ["AccordContractHTTP"]),
    .library(name: "AccordURLSession", targets: ["AccordURLSession"]),
    .library(name: "AccordObservability", targets: ["AccordObservability"]),
    .library(name: "RoomsAPI", targets: ["RoomsAPI"]),
    .library(name: "RoomsModels", targets: ["RoomsModels"]),
    .library(name: "AccordGenerator", targets: ["AccordGenerator", "AccordOpenAPI"]),
    .library(name: "AccordDiff", targets: ["AccordDiff"]),
    .executable(name: "accord-generate", targets: ["accord-generate"]),
    .executable(name: "accord", targets: ["accord"]),
    .library(name: "RoomsServer", targets: ["RoomsServer"]),
    .executable(name: "rooms-server", targets: ["rooms-server"]),
    .executable(name: "rooms-page", targets: ["RoomsPage"]),
    .plugin(name: "AccordGenerate", targets: ["AccordGenerate"]),
    .plugin(name: "AccordRegenerate", targets: ["AccordRegenerate"]),
    .plugin(name: "AccordCheck", targets: ["AccordCheck"]),
  ],
  traits: [
    .trait(name: "AsyncHTTPClient", description: "The transport on AsyncHTTPClient."),
    .trait(name: "Observability", description: "Logs, metrics and traces of clients."),
    .trait(name: "Server", description: "The rooms server: Hummingbird, GRDB, JWTKit."),
    .trait(
      name: "Postgres", description: "PostgreSQL for the rooms server, by the system's libpq."),
    .default(enabledTraits: ["AsyncHTTPClient", "Observability", "Server"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // The documents: text -> values -> a located, typed document.
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "AccordJSON"),
    .target(name: "AccordOpenAPI", dependencies: ["AccordJSON", "CLibYAML"]),
    .target(name: "AccordPatterns"),
    .target(name: "AccordSchema", dependencies: ["AccordJSON", "AccordPatterns"]),

    // The generator, and the small tool that the plugins run.
    .target(
      name: "AccordDiff",
      dependencies: ["AccordGenerator", "AccordJSON", "AccordOpenAPI", "AccordSchema"]),
    .target(name: "AccordGenerator", dependencies: ["AccordJSON", "AccordOpenAPI"]),
    .target(
      name: "AccordGenerateCommand",
      dependencies: [
        "AccordGenerator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "accord-generate",
      dependencies: [
        "AccordGenerateCommand",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .plugin(name: "AccordGenerate", capability: .buildTool(), dependencies: ["accord-generate"]),
    .plugin(
      name: "AccordRegenerate",
      capability: .command(
        intent: .custom(
          verb: "accord-regenerate",
          description: "Writes the generated Swift code of a target from its OpenAPI document."),
        permissions: [
          .writeToPackageDirectory(reason: "To write the generated Swift code into the package.")
        ]),
      dependencies: ["accord-generate"]),
    .plugin(
      name: "AccordCheck",
      capability: .command(
        intent: .custom(
          verb: "accord-check",
          description: "Fails, with a diff, while committed generated code is stale.")),
      dependencies: ["accord-generate"]),

    // What generated code stands on.
    .target(
      name: "AccordRuntime",
      dependencies: [
        "AccordJSON", "AccordPatterns",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .target(
      name: "AccordAsyncHTTPClient",
      dependencies: [
        "AccordRuntime",
        .product(
          name: "AsyncHTTPClient", package: "async-http-client",
          condition: .when(traits: ["AsyncHTTPClient"])),
        .product(
          name: "NIOCore", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
        .product(
          name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
      ]),
    .target(
      name: "AccordURLSession",
      dependencies: [
        "AccordRuntime", .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .target(
      name: "AccordObservability",
      dependencies: [
        "AccordRuntime", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "Logging", package: "swift-log", condition: .when(traits: ["Observability"])),
        .product(
          name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Observability"])),
        .product(
          name: "Tracing", package: "swift-distributed-tracing",
          condition: .when(traits: ["Observability"])),
      ]),

    // The contract engine and the command line.
    .target(
      name: "AccordContract",
      dependencies: [
        "AccordJSON", "AccordOpenAPI", "AccordSchema", "AccordRuntime",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .target(
      name: "AccordContractHTTP",
      dependencies: [
        "AccordContract",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "AsyncHTTPClient", package: "async-http-client",
          condition: .when(traits: ["AsyncHTTPClient"])),
        .product(
          name: "NIOCore", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
        .product(
          name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
        .product(
          name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
      ]),
    .executableTarget(
      name: "accord",
      dependencies: [
        "AccordGenerateCommand", "AccordContract", "AccordContractHTTP", "AccordDiff",
        "AccordOpenAPI", "AccordSchema", "AccordJSON",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // The flagship: the rooms API, generated, and a server on it.
    .target(name: "RoomsAPI", dependencies: ["AccordRuntime"], path: "Generated/RoomsAPI"),
    .target(name: "RoomsModels", dependencies: ["RoomsAPI", "AccordRuntime"]),
    .systemLibrary(
      name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(name: "CMalloc"),
    .target(
      name: "RoomsServer",
      dependencies: [
        "RoomsAPI", "AccordRuntime", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
        .product(
          name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Server"])),
        .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["Server"])),
        .product(
          name: "GRDBSQLite", package: "GRDB.swift", condition: .when(traits: ["Server"])),
        .product(name: "JWTKit", package: "jwt-kit", condition: .when(traits: ["Server"])),
        .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["Server"])),
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
        .product(
          name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Server"])),
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Server"])),
        .product(
          name: "Configuration", package: "swift-configuration",
          condition: .when(traits: ["Server"])),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle",
          condition: .when(traits: ["Server"])),
        .product(
          name: "AsyncHTTPClient", package: "async-http-client",
          condition: .when(traits: ["Server"])),
        .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Server"])),
        .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["Server"])),
        .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Server"])),
        .target(name: "CLibPQ", condition: .when(traits: ["Postgres"])),
      ]),
    .executableTarget(name: "rooms-server", dependencies: ["RoomsServer"]),
    .executableTarget(
      name: "RoomsPage",
      dependencies: [
        "RoomsAPI", "RoomsServer", "AccordRuntime", "AccordAsyncHTTPClient",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
      ]),

    // Tests: one folder for each target, and what they share.
    .target(
      name: "AccordTesting",
      dependencies: [
        .product(
          name: "NIOCore", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
        .product(
          name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
      ],
      path: "Tests/AccordTesting"),
    .testTarget(name: "AccordJSONTests", dependencies: ["AccordJSON", "AccordTesting"]),
    .testTarget(
      name: "AccordOpenAPITests", dependencies: ["AccordOpenAPI", "AccordTesting"],
      exclude: ["Cases"]),
    .testTarget(
      name: "AccordSchemaTests",
      dependencies: ["AccordPatterns", "AccordSchema", "AccordTesting"],
      exclude: ["Ledger"]),
    // Samples of any document, through its generated types and back: `make corpus`, and tests.
    .target(
      name: "AccordRoundTrip",
      dependencies: ["AccordGenerator", "AccordJSON", "AccordOpenAPI", "AccordSchema"],
      path: "Tests/AccordRoundTrip"),
    .executableTarget(
      name: "accord-roundtrip",
      dependencies: [
        "AccordRoundTrip",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/accord-roundtrip"),
    .testTarget(
      name: "AccordGeneratorTests",
      dependencies: [
        "AccordGenerator", "AccordRoundTrip", "AccordRuntime", "AccordSchema", "AccordTesting",
      ],
      exclude: ["Cases"]),
    .testTarget(
      name: "AccordDiffTests",
      dependencies: [
        "AccordDiff", "AccordGenerator", "AccordRuntime", "AccordSchema", "AccordTesting",
      ],
      exclude: ["Cases", "Reports"]),
    .testTarget(name: "AccordRuntimeTests", dependencies: ["AccordRuntime", "AccordTesting"]),
    .testTarget(
      name: "AccordTransportTests",
      dependencies: [
        "AccordAsyncHTTPClient", "AccordURLSession", "AccordRuntime", "AccordTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .testTarget(
      name: "AccordObservabilityTests",
      dependencies: [
        "AccordObservability", "AccordRuntime", "AccordTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "InMemoryTracing", package: "swift-distributed-tracing",
          condition: .when(traits: ["Observability"])),
        .product(
          name: "MetricsTestKit", package: "swift-metrics",
          condition: .when(traits: ["Observability"])),
      ]),
    .testTarget(
      name: "AccordContractTests", dependencies: ["AccordContract", "AccordTesting"]),
    .testTarget(
      name: "RoomsAPITests",
      dependencies: [
        "RoomsAPI", "RoomsModels", "AccordRuntime", "AccordTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .testTarget(
      name: "RoomsPageTests",
      dependencies: [
        "RoomsPage", "RoomsAPI", "RoomsServer", "AccordAsyncHTTPClient", "AccordRuntime",
        "AccordTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
      ]),
    .testTarget(
      name: "RoomsServerTests",
      dependencies: [
        "RoomsServer", "RoomsAPI", "AccordRuntime", "AccordTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
        .product(
          name: "HummingbirdTesting", package: "hummingbird", condition: .when(traits: ["Server"])),
        .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["Server"])),
        .product(name: "JWTKit", package: "jwt-kit", condition: .when(traits: ["Server"])),
        .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["Server"])),
        .product(
          name: "CryptoExtras", package: "swift-crypto", condition: .when(traits: ["Server"])),
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Server"])),
        .product(
          name: "Configuration", package: "swift-configuration",
          condition: .when(traits: ["Server"])),
        .product(
          name: "AsyncHTTPClient", package: "async-http-client",
          condition: .when(traits: ["Server"])),
        .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Server"])),
        .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["Server"])),
        .product(name: "NIOEmbedded", package: "swift-nio", condition: .when(traits: ["Server"])),
        .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Server"])),
        .target(name: "CLibPQ", condition: .when(traits: ["Postgres"])),
      ]),
    .testTarget(
      name: "RoomsContractTests",
      dependencies: [
        "RoomsServer", "AccordContract", "AccordOpenAPI", "AccordRuntime", "AccordTesting",
        .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["Server"])),
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
      ],
      // The generated suite, and what says which server it is about. Whatever else is below their folder is excluded:
      // else every build lists it.
      path: ".",
      exclude: [
        "Benchmarks", "CHANGELOG.md", "CONTRIBUTING.md", "Generated/RoomsAPI", "LICENSE",
        "Makefile", "Plugins", "README.md", "Sources", "Tests/AccordContractTests",
        "Tests/AccordDiffTests", "Tests/AccordGeneratorTests", "Tests/AccordJSONTests",
        "Tests/AccordObservabilityTests", "Tests/AccordOpenAPITests", "Tests/AccordRoundTrip",
        "Tests/AccordRuntimeTests", "Tests/AccordSchemaTests", "Tests/AccordTesting",
        "Tests/AccordTransportTests", "Tests/Fuzz", "Tests/PluginTests", "Tests/RoomsAPITests",
        "Tests/RoomsPageTests", "Tests/RoomsServerTests", "Tests/accord-roundtrip", "docs",
        "openapi",
      ],
      sources: ["Generated/RoomsContractTests", "Tests/RoomsContractTests"]),
    .testTarget(
      name: "PluginTests", dependencies: ["AccordTesting"], exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)
