// What the C library has and shows only where _GNU_SOURCE is defined, which Swift's module of it does not.

#include <sys/types.h>

/// Renames in one step; see renameat2(2).
int renameat2(int, const char *_Nonnull, int, const char *_Nonnull, unsigned int);
/// A file without a name; see memfd_create(2).
int memfd_create(const char *_Nonnull, unsigned int);

/// Extended attributes; see xattr(7). Links are not followed.
ssize_t llistxattr(const char *_Nonnull, char *_Nullable, size_t);
ssize_t lgetxattr(const char *_Nonnull, const char *_Nonnull, void *_Nullable, size_t);
int lsetxattr(const char *_Nonnull, const char *_Nonnull, const void *_Nonnull, size_t, int);
int lremovexattr(const char *_Nonnull, const char *_Nonnull);

enum {
  /// Fails where the new name is taken: RENAME_NOREPLACE.
  rename_noreplace = 1,
  /// Exchanges the two names: RENAME_EXCHANGE.
  rename_exchange = 2,
  /// The file is closed in programs that are run: MFD_CLOEXEC.
  memory_close_on_exec = 1,
};
