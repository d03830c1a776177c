/*
 * A walk of our own over the three tables of a made-up machine, for tests that compile it and edit
 * its text: every edit names a piece that stands here once.
 */
typedef unsigned long ulong;
typedef struct { ulong shore; } shore_t;
typedef struct { ulong reed; } reed_t;
typedef struct { ulong mud; } mud_t;
struct page { ulong words[8]; };
struct mm_struct { ulong id; shore_t *pgd; };
struct task_struct { ulong id; struct task_struct *parent; struct mm_struct *mm; };

extern ulong water_line;
extern struct page *frog_list;
extern int hold(struct page *page);
extern struct task_struct *neighbour;
extern void *attic;

#define LOOK(x) (*(const volatile __typeof__(x) *)&(x))
#define PAGE 4096ul
#define REED_SIZE (1ul << 16)
#define SHORE_SIZE (1ul << 21)

static inline struct task_struct *self(void)
{
  struct task_struct *task;
  asm("mov %%gs:0, %0" : "=r"(task));
  return task;
}

static inline int is_there(ulong entry) { return entry & 1; }
static inline int is_wide(ulong entry) { return (entry & 8) != 0; }
static inline ulong below(ulong entry) { return (entry & ~0xffful) + water_line; }

static inline ulong until(ulong addr, ulong end, ulong size)
{
  ulong bound = (addr + size) & ~(size - 1);
  return bound - 1 < end - 1 ? bound : end;
}

static int wade_mud(reed_t reed, reed_t *reedp, ulong addr, ulong end, unsigned flags,
                    struct page **pages, int *nr)
{
  mud_t *mudp = (mud_t *)below(reed.reed) + ((addr >> 12) & 15);
  do {
    mud_t mud = { LOOK(mudp->mud) };
    struct page *page;
    if (!is_there(mud.mud))
      return 0;
    page = frog_list + ((mud.mud & ~0xffful) >> 12);
    if (!hold(page))
      return 0;
    pages[*nr] = page;
    (*nr)++;
    mudp++;
    addr += PAGE;
  } while (addr != end);
  return 1;
}

static int take_reed(reed_t reed, ulong addr, ulong end, struct page **pages, int *nr)
{
  struct page *page =
    frog_list + ((reed.reed & ~0xfffful) >> 12) + ((addr & (REED_SIZE - 1)) >> 12);
  if (!hold(page))
    return 0;
  do {
    pages[*nr] = page++;
    *nr += 1;
    addr += PAGE;
  } while (addr != end);
  return 1;
}

static int wade_reed(shore_t shore, shore_t *shorep, ulong addr, ulong end, unsigned flags,
                     struct page **pages, int *nr)
{
  reed_t *reedp = (reed_t *)below(shore.shore) + ((addr >> 16) & 31);
  ulong next;
  do {
    reed_t reed = { LOOK(reedp->reed) };
    next = until(addr, end, REED_SIZE);
    if (!is_there(reed.reed))
      return 0;
    if (is_wide(reed.reed)) {
      if (!take_reed(reed, addr, next, pages, nr))
        return 0;
    } else if (!wade_mud(reed, reedp, addr, next, flags, pages, nr))
      return 0;
    reedp++;
    addr = next;
  } while (addr != end);
  return 1;
}

void wade(ulong addr, ulong end, unsigned flags, struct page **pages, int *nr)
{
  shore_t *shorep = self()->mm->pgd + ((addr >> 21) & 31);
  ulong next;
  do {
    shore_t shore = { LOOK(shorep->shore) };
    next = until(addr, end, SHORE_SIZE);
    if (!is_there(shore.shore))
      return;
    if (!wade_reed(shore, shorep, addr, next, flags, pages, nr))
      return;
    shorep++;
    addr = next;
  } while (addr != end);
}
