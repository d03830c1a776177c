extension Architecture {
  /// The architecture as a build of the kernel meets it: tables lie where the kernel's linear mapping
  /// has them, and what the code reads from elsewhere are parameters.
  ///
  /// - Parameter unknowns: names of those.
  public func built(_ build: CompiledKernel, unknowns: [String]) -> Architecture {
    let tables = hardware.tables.map { table in
      Table(
        name: table.name, when: table.when, shift: table.shift, index: table.index,
        stride: table.stride, align: table.align,
        carries: build.carries.map { Expression(.binary(.logicalAnd, table.carries, $0)) }
          ?? table.carries, empty: table.empty, leaf: table.leaf,
        next: table.next.map { next in
          build.linear.map { Expression(.local("phys", value: next, body: $0)) } ?? next
        }, page: table.page)
    }
    return Architecture(
      name: name, family: family, title: title, word: word,
      parameters: parameters
        + unknowns.map {
          Parameter(
            name: $0, about: "what the code reads from elsewhere",
            domain: .range(0...Word(.max, width: word).bits))
        }, constraint: constraint,
      hardware: Hardware(
        source: hardware.source, pageShift: hardware.pageShift, entrySize: hardware.entrySize,
        reach: hardware.reach, tables: tables), revisions: revisions, fastWalk: fastWalk,
      compiled: compiled)
  }
}
