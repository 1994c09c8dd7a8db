//: *
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
//: poll
#include <poll.h>
//: pthread_create
#include <pthread.h>
//: sched_yield
#include <sched.h>
//: sem_t
#include <semaphore.h>
//: sigsetjmp siglongjmp
#include <setjmp.h>
//: SIGALRM SIGBUS SIGKILL SIGSEGV
#include <signal.h>
//: *
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
//: ioctl
#include <sys/ioctl.h>
//: mmap munmap madvise mprotect mremap
#include <sys/mman.h>
//: prctl
#include <sys/prctl.h>
//: mknod
#include <sys/stat.h>
//: syscall
#include <sys/syscall.h>
//: makedev
#include <sys/sysmacros.h>
//: waitpid
#include <sys/wait.h>
//: tcdrain
#include <termios.h>
//: clock_gettime
#include <time.h>
//: *
#include <unistd.h>
//: * unless hmm
#include <linux/userfaultfd.h>

//: UFFD_USER_MODE_ONLY
#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY	1
#endif
//: USERFAULTFD_IOC_NEW
#ifndef USERFAULTFD_IOC_NEW
#define USERFAULTFD_IOC_NEW	_IO(0xAA, 0x00)
#endif
//: UFFDIO_REGISTER_MODE_MINOR
#ifndef UFFDIO_REGISTER_MODE_MINOR
#define UFFDIO_REGISTER_MODE_MINOR	((__u64)1 << 2)
#endif
//: UFFDIO_COPY_MODE_WP
#ifndef UFFDIO_COPY_MODE_WP
#define UFFDIO_COPY_MODE_WP	((__u64)1 << 1)
#endif
//: MAP_FIXED_NOREPLACE
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE	0x100000
#endif
//: UFFDIO_WRITEPROTECT
#ifndef UFFDIO_WRITEPROTECT
#define UFFDIO_WRITEPROTECT			_IOWR(UFFDIO, 0x06, struct uffdio_writeprotect)
#define UFFDIO_WRITEPROTECT_MODE_WP		((__u64)1 << 0)
#define UFFDIO_WRITEPROTECT_MODE_DONTWAKE	((__u64)1 << 1)
struct uffdio_writeprotect {
	struct uffdio_range range;
	__u64 mode;
};
#endif
//: MADV_FREE
#ifndef MADV_FREE
#define MADV_FREE	8
#endif
//: MADV_POPULATE_READ
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ	22
#endif
//: MADV_POPULATE_WRITE
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE	23
#endif
//: MFD_CLOEXEC
#ifndef MFD_CLOEXEC
#define MFD_CLOEXEC	1
#endif
//: UFFD_FEATURE_PAGEFAULT_FLAG_WP
#ifndef UFFD_FEATURE_PAGEFAULT_FLAG_WP
#define UFFD_FEATURE_PAGEFAULT_FLAG_WP	(1 << 0)
#endif
//: UFFD_FEATURE_EVENT_FORK
#ifndef UFFD_FEATURE_EVENT_FORK
#define UFFD_FEATURE_EVENT_FORK	(1 << 1)
#endif
//: UFFD_FEATURE_EVENT_REMAP
#ifndef UFFD_FEATURE_EVENT_REMAP
#define UFFD_FEATURE_EVENT_REMAP	(1 << 2)
#endif
//: UFFD_FEATURE_EVENT_REMOVE
#ifndef UFFD_FEATURE_EVENT_REMOVE
#define UFFD_FEATURE_EVENT_REMOVE	(1 << 3)
#endif
//: UFFD_FEATURE_MISSING_HUGETLBFS
#ifndef UFFD_FEATURE_MISSING_HUGETLBFS
#define UFFD_FEATURE_MISSING_HUGETLBFS	(1 << 4)
#endif
//: UFFD_FEATURE_MISSING_SHMEM
#ifndef UFFD_FEATURE_MISSING_SHMEM
#define UFFD_FEATURE_MISSING_SHMEM	(1 << 5)
#endif
//: UFFD_FEATURE_EVENT_UNMAP
#ifndef UFFD_FEATURE_EVENT_UNMAP
#define UFFD_FEATURE_EVENT_UNMAP	(1 << 6)
#endif
//: UFFD_FEATURE_SIGBUS
#ifndef UFFD_FEATURE_SIGBUS
#define UFFD_FEATURE_SIGBUS	(1 << 7)
#endif
//: UFFD_FEATURE_THREAD_ID
#ifndef UFFD_FEATURE_THREAD_ID
#define UFFD_FEATURE_THREAD_ID	(1 << 8)
#endif
//: UFFD_FEATURE_MINOR_HUGETLBFS
#ifndef UFFD_FEATURE_MINOR_HUGETLBFS
#define UFFD_FEATURE_MINOR_HUGETLBFS	(1 << 9)
#endif
//: UFFD_FEATURE_MINOR_SHMEM
#ifndef UFFD_FEATURE_MINOR_SHMEM
#define UFFD_FEATURE_MINOR_SHMEM	(1 << 10)
#endif
//: UFFD_FEATURE_EXACT_ADDRESS
#ifndef UFFD_FEATURE_EXACT_ADDRESS
#define UFFD_FEATURE_EXACT_ADDRESS	(1 << 11)
#endif
//: UFFD_FEATURE_WP_HUGETLBFS_SHMEM
#ifndef UFFD_FEATURE_WP_HUGETLBFS_SHMEM
#define UFFD_FEATURE_WP_HUGETLBFS_SHMEM	(1 << 12)
#endif
//: UFFD_FEATURE_WP_UNPOPULATED
#ifndef UFFD_FEATURE_WP_UNPOPULATED
#define UFFD_FEATURE_WP_UNPOPULATED	(1 << 13)
#endif
//: UFFD_FEATURE_POISON
#ifndef UFFD_FEATURE_POISON
#define UFFD_FEATURE_POISON	(1 << 14)
#endif
//: UFFD_FEATURE_WP_ASYNC
#ifndef UFFD_FEATURE_WP_ASYNC
#define UFFD_FEATURE_WP_ASYNC	(1 << 15)
#endif
//: UFFD_FEATURE_MOVE
#ifndef UFFD_FEATURE_MOVE
#define UFFD_FEATURE_MOVE	(1 << 16)
#endif
//: *

