#if defined(__GLIBC__) || __has_include(<features.h>)
#include <malloc.h>
#endif
