/// A model of a machine that does not exist, to be changed to one that does.
enum ArchitectureSkeleton {
  static func text(_ name: String) -> String {
    """
    # \(name): a machine of three tables, 4 KiB pages and addresses of 39 bits, to begin with. Replace
    # what it says by what your MMU and your kernel's headers say; docs/model-files.md has every key.
    # What is missing or does not fit is named by 'walkproof prove \(name) --models FOLDER'.
    schema: walkproof/architecture/1
    name: \(name)
    title: three tables, 4 KiB pages, 39 bits
    # The width of an address in bits.
    word: 64
    # The kernel's generic helpers, and those that fold p4d and pud when the kernel is built.
    # A machine with more tables leaves out nopud, or both; one of two tables adds nopmd.
    uses: [generic, nop4d, nopud]

    # What the MMU does, without a look at the kernel: this is what walks are judged by.
    hardware:
      source: replace this by the manual, and its section
      # log2 of the smallest page, bytes of an entry, bits of an address that are translated.
      page_shift: 12
      entry_size: 8
      reach: 39
      tables:
        # From the top one down. 'shift' is log2 of what an entry maps, 'index' log2 of how many
        # entries there are. 'carries' says which values an entry can have at all, 'empty' which map
        # nothing, 'leaf' which map a page; 'next' is the table that another one names.
        - name: pgd
          shift: 30
          index: 9
          carries: entry == 0 || (entry & 3) == 1
          empty: entry == 0
          leaf: 0
          next: entry & ~0xfff
        - name: pmd
          shift: 21
          index: 9
          # Bit 1 makes the entry map 2 MiB.
          carries: entry == 0 || (entry & 3) == 1 || (entry & 0x1fffff) == 3
          empty: entry == 0
          leaf: entry & 2
          next: entry & ~0xfff
          page: entry & ~0x1fffff
        - name: pte
          shift: 12
          index: 9
          carries: 1
          empty: (entry & 1) == 0
          leaf: 1
          page: entry & ~0xfff

    # What the kernel's headers say: this is what is judged, together with the walk.
    kernel:
      # Since which release mainline has gup_fast for it.
      fast_walk: [{since: v5.2}]
      revisions:
        - since: v5.2
          source: replace this by the header, and the release
          helpers:
            PAGE_SHIFT: 12
            PGDIR_SHIFT: 30
            PMD_SHIFT: 21
            PTRS_PER_PGD: 512
            PTRS_PER_PMD: 512
            PTRS_PER_PTE: 512
            # Where user space ends.
            TASK_SIZE: 1 << 39
            # Where the table of pmds is that a pud names, which is the pgd's entry here, and so on.
            pud_pgtable(pud): pud & ~0xfff
            pmd_page_vaddr(pmd): pmd & ~0xfff
            pud_none(pud): pud == 0
            pud_present(pud): pud & 1
            pmd_none(pmd): pmd == 0
            pmd_present(pmd): pmd & 1
            pmd_leaf(pmd): pmd & 2
            pte_present(pte): pte & 1
            # A pud maps no page here; walks name one all the same.
            pud_page(pud): pud & ~0xfff
            pmd_page(pmd): pmd & ~0x1fffff
            pte_page(pte): pte & ~0xfff

    """
  }
}
