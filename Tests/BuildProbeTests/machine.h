/* A machine of our own that has the numbers of x86 with two tables, for tests of the probe. */
#define BITS_PER_LONG 32
#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define CONFIG_PGTABLE_LEVELS 2
#define PGDIR_SHIFT 22
#ifndef PTRS_PER_PTE
#define PTRS_PER_PTE 1024
#endif
#define TASK_SIZE chosen_at_boot
#define __va(physical) ((void *)((unsigned long)(physical) + 0xc0000000UL))
extern unsigned long chosen_at_boot;
typedef struct { ENTRY pgd; } pgd_t, p4d_t, pud_t, pmd_t, pte_t;
struct page { unsigned long words[8]; };
