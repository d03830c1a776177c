/// The kernel's functions that are not read but have a meaning stated here.
///
/// Everything else on a walk's path is read, or is an error.
public enum KnownFunction: Sendable, Hashable {
  /// Takes the page that its first argument points to; gives nothing if it cannot.
  case takesPage
  /// Writes down the pages of `[addr, end)`, the first of which its arguments tell: by
  /// (page, size, addr, end, pages) the one at `addr` in a block of `size` bytes at `page`, by
  /// (page, addr, end, pages) `page` itself.
  case recordsPages
  /// Takes pages of devices, or by directories of huge pages, or by the slow path under a lock:
  /// left out of what is proved. The walk gives up there.
  case leftOut
  /// Does nothing to the walk: it gives pages back, counts or marks them, empties an entry that is
  /// wrong before the walk gives up, or asks of a page that was
  /// taken whether it may be kept, which may be answered either way.
  case isAside
  /// Is only there for builds in which it cannot be reached.
  case isBug
  /// Gives the address that is walked.
  case givesAddress

  /// The meaning of a function, or nil for one that is read.
  public static func named(_ name: String) -> KnownFunction? {
    if let known = table[name] { return known }
    if name.hasPrefix("__compiletime_assert_") { return .isBug }
    return nil
  }

  /// What is stated, for documentation: names with their meaning.
  public static let table: [String: KnownFunction] = [
    "try_grab_folio_fast": .takesPage, "try_grab_folio": .takesPage,
    "try_grab_compound_head": .takesPage, "try_get_folio": .takesPage,
    "record_subpages": .recordsPages,
    "gup_fast_devmap_pmd_leaf": .leftOut, "gup_fast_devmap_pud_leaf": .leftOut,
    "gup_fast_devmap_leaf": .leftOut, "__gup_device_huge": .leftOut,
    "__gup_device_huge_pmd": .leftOut, "__gup_device_huge_pud": .leftOut,
    "__gup_longterm_locked": .leftOut, "__gup_longterm_unlocked": .leftOut,
    "gup_huge_pd": .leftOut, "gup_hugepte": .leftOut,
    "gup_must_unshare": .isAside, "gup_fast_folio_allowed": .isAside,
    "folio_fast_pin_allowed": .isAside, "arch_make_folio_accessible": .isAside,
    "arch_make_page_accessible": .isAside,
    "pmd_clear_bad": .isAside, "pud_clear_bad": .isAside, "p4d_clear_bad": .isAside,
    "gup_put_folio": .isAside, "gup_fast_undo_dev_pagemap": .isAside,
    "undo_dev_pagemap": .isAside, "put_dev_pagemap": .isAside, "put_compound_head": .isAside,
    "folio_set_referenced": .isAside, "mm_set_has_pinned_flag": .isAside,
    "__rcu_read_unlock": .isAside, "__rcu_read_lock": .isAside, "kunmap_local_indexed": .isAside,
    "pte_unmap": .isAside, "__kunmap_local": .isAside, "kcsan_atomic_next": .isAside,
    "local_irq_save": .isAside, "dump_page": .isAside, "warn_slowpath_fmt": .isAside,
    "__warn_printk": .isAside, "_printk": .isAside,
    "gup_fast_unpin_user_pages": .isAside, "unpin_user_pages_lockless": .isAside,
    "sanity_check_pinned_pages": .isAside,
    "__gfn_to_hva_memslot": .givesAddress,
  ]
}
