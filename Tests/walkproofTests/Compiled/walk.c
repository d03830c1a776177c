/*
 * A small walk of our own over three tables of a made-up machine, for tests that compile it. Each
 * BREAK makes one mistake.
 */
typedef unsigned long ulong;
typedef struct { ulong val; } pgd_t;
typedef struct { ulong val; } pmd_t;
typedef struct { ulong val; } pte_t;
struct page { ulong words[8]; };
struct mm_struct { ulong id; pgd_t *pgd; ulong limit; };
struct task_struct { ulong id; struct mm_struct *mm; };

static inline struct task_struct *get_current(void)
{
  struct task_struct *task;
  asm("movq %%gs:0, %0" : "=r"(task));
  return task;
}
extern ulong linear_base;
extern struct page *memory_map;
extern struct page *try_grab_folio_fast(struct page *page, int refs, unsigned flags);
extern void gup_put_folio(struct page *page);

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define PAGE_SHIFT 12
#ifndef PMD_SHIFT
#define PMD_SHIFT 16
#endif
#define PGD_SHIFT 20
#define BOUNDARY(addr, end, shift) ({                                   \
    ulong b = ((addr) + (1ul << (shift))) & ~((1ul << (shift)) - 1);    \
    b - 1 < (end) - 1 ? b : (end); })

static inline int present(ulong val) { return val & 1; }
static inline ulong table(ulong val) { return (val & ~0xffful) + linear_base; }
static inline pmd_t *pmd_offset(pgd_t *pgdp, ulong addr)
{
  return (pmd_t *)table(pgdp->val) + ((addr >> PMD_SHIFT) & 15);
}
static inline pte_t *pte_offset(pmd_t *pmdp, ulong addr)
{
  return (pte_t *)table(pmdp->val) + ((addr >> PAGE_SHIFT) & 15);
}

static int gup_fast_pte_range(pmd_t pmd, pmd_t *pmdp, ulong addr, ulong end, unsigned flags,
    struct page **pages, int *nr)
{
  pte_t *ptep = pte_offset(&pmd, addr);
#ifdef OTHER_LOOP
  for (;;) {
#else
  do {
#endif
    pte_t pte = { .val = READ_ONCE(ptep->val) };
    struct page *page;
    if (!present(pte.val) || ((flags & 1) && !(pte.val & 2)))
      return 0;
    page = memory_map + (pte.val >> PAGE_SHIFT);
    if (!try_grab_folio_fast(page, 1, flags))
      return 0;
    if (pmd.val != READ_ONCE(pmdp->val) || pte.val != READ_ONCE(ptep->val)) {
      gup_put_folio(page);
      return 0;
    }
#ifdef BREAK_SLOT
    pages[*nr] = page + 1;
#else
    pages[*nr] = page;
#endif
#ifdef BREAK_COUNT
    if (!(flags & 2))
#endif
    (*nr)++;
#ifdef OTHER_LOOP
    addr += 1ul << PAGE_SHIFT;
    if (addr == end)
      break;
    ptep++;
  }
#else
  } while (ptep++, addr += 1ul << PAGE_SHIFT, addr != end);
#endif
  return 1;
}

static int gup_fast_pmd_range(pgd_t *pgdp, pgd_t pgd, ulong addr, ulong end, unsigned flags,
    struct page **pages, int *nr)
{
  ulong next;
#ifdef BREAK_COPY
  pmd_t *pmdp = (pmd_t *)&pgd;
#else
  pmd_t *pmdp = pmd_offset(&pgd, addr);
#endif
  do {
    pmd_t pmd = { .val = READ_ONCE(pmdp->val) };
    next = BOUNDARY(addr, end, PMD_SHIFT);
#ifndef BREAK_CHECK
    if (!present(pmd.val))
      return 0;
#endif
    if (!gup_fast_pte_range(pmd, pmdp, addr, next, flags, pages, nr))
      return 0;
  } while (pmdp++, addr = next, addr != end);
  return 1;
}

static void gup_fast_pgd_range(ulong addr, ulong end, unsigned flags, struct page **pages, int *nr)
{
  ulong next;
  pgd_t *pgdp = get_current()->mm->pgd + ((addr >> PGD_SHIFT) & 15);
  do {
    pgd_t pgd = { .val = READ_ONCE(pgdp->val) };
    next = BOUNDARY(addr, end, PGD_SHIFT);
    if (!present(pgd.val))
      return;
#ifdef BREAK_BUG
    if (pgd.val & 4)
      __builtin_unreachable();
#endif
#ifdef BREAK_RANGE
    if (!gup_fast_pmd_range(pgdp, pgd, addr, end, flags, pages, nr))
#else
    if (!gup_fast_pmd_range(pgdp, pgd, addr, next, flags, pages, nr))
#endif
      return;
  } while (pgdp++, addr = next, addr != end);
}

/* Of one address: how large the page is, 0 where there is none. */
ulong walk_size(struct mm_struct *mm, ulong addr)
{
  pgd_t *pgdp = mm->pgd + ((addr >> PGD_SHIFT) & 15);
  pmd_t *pmdp;
  pgd_t pgd;
  pmd_t pmd;
  ulong size = 0;
#ifndef BREAK_SIZE_LIMIT
  if (addr >= 1ul << 24)
    return 0;
#endif
  pgd.val = READ_ONCE(pgdp->val);
  if (!present(pgd.val))
    return 0;
  pmdp = pmd_offset(&pgd, addr);
again:
#ifdef BREAK_SIZE_ENTRY
  pmd.val = READ_ONCE(pmdp[1].val);
#else
  pmd.val = READ_ONCE(pmdp->val);
#endif
#ifndef BREAK_SIZE_CHECK
  if (!present(pmd.val))
    return 0;
#endif
  if (pmd.val & 8)
    goto again;
  if (READ_ONCE(pte_offset(&pmd, addr)->val) & 1)
    size = 1ul << PAGE_SHIFT;
  return size;
}

int gup_fast_fallback(ulong start, ulong nr_pages, unsigned flags, struct page **pages)
{
  int nr = 0;
  ulong len = nr_pages << PAGE_SHIFT;
  ulong end;
  start &= ~0xffful;
  if (__builtin_add_overflow(start, len, &end))
    return -1;
#ifndef BREAK_LIMIT
  if (end > 1ul << 24)
    return -1;
#endif
  gup_fast_pgd_range(start, end, flags, pages, &nr);
  return nr;
}
