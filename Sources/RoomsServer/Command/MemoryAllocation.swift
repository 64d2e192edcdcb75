#if canImport(Glibc)
  import CMalloc
#endif

/// How the C library gives out memory.
enum MemoryAllocation {
  /// Keeps what answers of some 100 KB were made in for the next ones. Unless it is told, glibc gives such pieces back
  /// to the system at once, which clears each page of them anew.
  static func keepLargePieces() {
    #if canImport(Glibc)
      mallopt(M_MMAP_THRESHOLD, 4 << 20)
      mallopt(M_TRIM_THRESHOLD, 16 << 20)
    #endif
  }
}
