/*
 * copy: reply should be EEXIST, was 0
 *
 * Written by Pageproof 0.1.0 from trace.jsonl, seed 42.
 * Seen on Linux 6.18.44 (amd64).
 * Fingerprint: copy UFFD-COPY-EEXIST reply: EEXIST -> value
 *
 * Step 4: UFFDIO_COPY fd0 r0p0+1
 *   UFFD-COPY-EEXIST:
 *   What UFFD-COPY-EEXIST says.
 *   expected EEXIST, copy = -EEXIST
 *   observed 0, copy = 4096, thread 0 finishes with #4.0, fd0: 0 asleep, 0 unread, fd0
 *   polls nothing, r0p0 #4.0
 *
 * Build: gcc -Wall -Wextra -Werror -O1 -pthread -o reproducer reproducer.c
 * Exit:  0 conforms, 1 diverges, 4 can't be tested here.
 *
 * The commands are in main(), at the end; what comes before it makes them and looks.
 * R(1, 2) and r1p2 are page 2 of region 1. T(4, 0) and #4.0 are the word that command
 * 4 writes into its page 0. fd0 and fd1 are userfaultfd descriptors.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/userfaultfd.h>

#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY	1
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE	0x100000
#endif

#define ARENA		0x10000000UL
#define PAGE		4096UL
/* Page @page of @region. Regions 0 and 1 touch; a hole of one page precedes 2 and 3. */
#define R(region, page)	\
	(ARENA + PAGE * ((region) * 4 + ((region) ? (region) - 1 : 0) + (page)))
#define ARENA_PAGES	18
/* The word that command @id writes into its page @page: every write has its own. */
#define T(id, page)	(0x7050ULL << 48 | (uint64_t)(id) << 12 | (page))
#define UNTOUCHED	0x7777777777777777LL
#define BLOCKED		INT64_MIN
static int step;			/* what is being done */
static const char *command = "";

/* Ends the program: 1 says that the kernel diverges, 4 that nothing can be said here. */
__attribute__((noreturn, format(printf, 2, 3)))
static void finish(int status, const char *format, ...)
{
	va_list values;

	printf("step %d: %s: ", step, command);
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	fflush(stdout);
	_exit(status);
}

static char hang[128];

static void on_alarm(int number)
{
	ssize_t ignored = write(STDOUT_FILENO, hang, strlen(hang));

	(void)ignored;
	(void)number;
	_exit(1);
}

static void begin_step(int number, const char *name)
{
	step = number;
	command = name;
	snprintf(hang, sizeof(hang), "step %d: %s: expected to finish, still running after 10 s\n",
		 number, name);
	alarm(10);
}

static int64_t reply;			/* a result, -errno or BLOCKED */
static int64_t out[3];			/* the argument's out-fields, in the header's order */

/* A word of a page: a token, zero or a number. */
static const char *word_text(uint64_t value)
{
	static char ring[8][24];
	static int next;
	char *to = ring[next++ % 8];

	if (!value)
		return "zero";
	if (value >> 48 == 0x7050)
		snprintf(to, 24, "#%d.%d", (int)(value >> 12 & 0x7fffffff), (int)(value & 0xfff));
	else
		snprintf(to, 24, "0x%" PRIx64, value);
	return to;
}

#define E(name)	case -name: return "-" #name

/* A result, an out-field or -errno. */
static const char *text(int64_t value)
{
	static char ring[8][12];
	static int next;
	char *to = ring[next++ % 8];

	switch (value) {
	E(EPERM); E(ENOENT); E(ESRCH); E(EINTR); E(EIO); E(EBADF); E(EAGAIN); E(ENOMEM);
	E(EACCES); E(EFAULT); E(EBUSY); E(EEXIST); E(ENODEV); E(EINVAL); E(EMFILE);
	E(ENOTTY); E(ENOSPC); E(ENOSYS); E(EHWPOISON);
	case BLOCKED: return "blocked";
	case UNTOUCHED: return "untouched";
	}
	if (value <= -4096 || value >= 65536)
		return word_text(value);
	snprintf(to, 12, "%d", (int)value);
	return to;
}

static const char *reply_text(int64_t value)
{
	return text(value) + (value < 0 && value > -4096);
}

static int checks;		/* how many things were compared and found right */

static char wanted[400];

__attribute__((noreturn))
static void differs(const char *what, const char *should_be, const char *got)
{
	finish(1, "%s%sexpected %s, got %s", what, *what ? ": " : "", should_be, got);
}

static void either(const char *value)
{
	size_t length = strlen(wanted);

	snprintf(wanted + length, sizeof(wanted) - length, "%s%s", length ? " or " : "", value);
}

static void check(const char *what, int64_t got, const int64_t *allowed, int n)
{
	int i;

	checks++;
	for (i = 0; i < n; i++)
		if (got == allowed[i])
			return;
	for (i = 0; i < n; i++)
		either(*what ? text(allowed[i]) : reply_text(allowed[i]));
	differs(what, wanted, *what ? text(got) : reply_text(got));
}

/* An asterisk stands for any character. */
static void check_text(const char *what, const char *got, const char *const *allowed, int n)
{
	int i, k;

	checks++;
	for (i = 0; i < n; i++) {
		for (k = 0; got[k] && (got[k] == allowed[i][k] || allowed[i][k] == '*'); k++)
			;
		if (got[k] == allowed[i][k])
			return;
	}
	for (i = 0; i < n; i++)
		either(allowed[i]);
	differs(what, wanted, got);
}

#define VALUES(type, ...)	(type const[]){ __VA_ARGS__ }, \
	sizeof((type const[]){ __VA_ARGS__ }) / sizeof(type)
#define TEXTS(...)		VALUES(const char *, __VA_ARGS__)
#define EXPECT_REPLY(...)	check("", reply, VALUES(int64_t, __VA_ARGS__))
#define EXPECT_OUT(name, i, ...)	check("field " name, out[i], VALUES(int64_t, __VA_ARGS__))

/* An empty slot stands for a number that is never open. */
#define EMPTY_SLOT	1000000
static int fd[2] = { EMPTY_SLOT, EMPTY_SLOT };

struct descriptor {
	int open;
	int total, pending;	/* waiters, and those whose message was not read */
	int poll;
	uint64_t features;
};

static struct descriptor fds[2];
static struct descriptor fds_before[2];
static int info[2] = { -1, -1 };	/* /proc/self/fdinfo/N */

static void see_descriptors(void)
{
	char buffer[512], *at;
	int slot;

	for (slot = 0; slot < 2; slot++) {
		struct descriptor *d = &fds[slot];
		struct pollfd p = { .fd = fd[slot], .events = POLLIN };
		ssize_t n;

		memset(d, 0, sizeof(*d));
		if (fd[slot] == EMPTY_SLOT)
			continue;
		n = pread(info[slot], buffer, sizeof(buffer) - 1, 0);
		buffer[n > 0 ? n : 0] = 0;
		at = strstr(buffer, "pending:");
		if (!at || sscanf(at, "pending: %d total: %d API: aa:%" SCNx64,
				  &d->pending, &d->total, &d->features) != 3)
			finish(4, "/proc/self/fdinfo/%d cannot be read", fd[slot]);
		d->open = 1;
		d->poll = poll(&p, 1, 0) > 0 ? p.revents : 0;
	}
}

/* The features of this kernel; 0 if even a descriptor of the humblest kind is refused. */
static uint64_t kernel_features(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	int probe = syscall(__NR_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);

	if (probe < 0)		/* before Linux 5.11 the flag is unknown */
		probe = syscall(__NR_userfaultfd, O_CLOEXEC);
	if (probe < 0 || ioctl(probe, UFFDIO_API, &api))
		api.features = 0;
	if (probe >= 0)
		close(probe);
	return api.features;
}

#define TRACE_FEATURES	0x1ffffULL

/* What is reported of the kernel itself: compared if it has the features of the trace's kernel. */
#define EXPECT_MASK(name, field, ...)	do {			\
	if (kernel_features() == TRACE_FEATURES)			\
		EXPECT_OUT(name, field, __VA_ARGS__);		\
} while (0)

static void skip_if_unavailable(void)
{
	if (reply == -EPERM || reply == -EACCES || reply == -ENOENT || reply == -ENOSYS)
		finish(4, "userfaultfd is not available here: %s", reply_text(reply));
}

static const char *fd_text(const struct descriptor *d)
{
	static char buffer[2][80];
	char *to = buffer[d == fds_before || d == fds_before + 1];

	if (!d->open)
		return "closed";
	snprintf(to, 80, "%d asleep, %d unread, poll 0x%x, features 0x%" PRIx64,
		 d->total, d->pending, d->poll, d->features);
	return to;
}

/* What is looked at may change in this step. */
static const char *look_at_fd(int slot)
{
	fds_before[slot] = fds[slot];
	return fd_text(&fds[slot]);
}

#define EXPECT_FD(slot, ...)	check_text("fd" #slot, look_at_fd(slot), TEXTS(__VA_ARGS__))

struct page_view {
	int bits;		/* of pagemap: 1 present, 2 swapped, 4 file, 8 guard, 0x10 uffd-wp */
	uint64_t head, tail;	/* the first word, and what all others hold */
};

#define TORN		0x7050ffffffffffffULL	/* the other words differ among themselves */
static struct page_view pages[ARENA_PAGES];
static struct page_view pages_before[ARENA_PAGES];

/* A page by its entry in pagemap; its words are looked at if it is present. */
static void see_page(struct page_view *p, uint64_t entry, const volatile uint64_t *w)
{
	int k;

	p->bits = (entry >> 63 & 1) | (entry >> 62 & 1) << 1 | (entry >> 61 & 1) << 2 |
		  (entry >> 58 & 1) << 3 | (entry >> 57 & 1) << 4;
	p->head = p->tail = 0;
	if (!(p->bits & 1))
		return;
	p->head = w[0];
	p->tail = w[1];
	for (k = 2; k < 512 && w[k] == p->tail; k++)
		;
	if (k < 512)
		p->tail = TORN;
}

static void see_pages(void)
{
	static int pagemap = -1;
	uint64_t entry[ARENA_PAGES];
	int i;

	if (pagemap < 0)
		pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pread(pagemap, entry, sizeof(entry), ARENA / PAGE * 8) != sizeof(entry))
		finish(4, "/proc/self/pagemap cannot be read");
	for (i = 0; i < ARENA_PAGES; i++)
		see_page(&pages[i], entry[i], (void *)(ARENA + i * PAGE));
}

static const char *page_text(const struct page_view *p)
{
	static char ring[4][80];
	static int next;
	char *to = ring[next++ % 4];
	int n;

	if (!p->bits)
		return "absent";
	n = snprintf(to, 40, "%s", word_text(p->head));
	if (p->tail != p->head)
		n += snprintf(to + n, 30, "/%s", p->tail == TORN ? "torn" : word_text(p->tail));
	if (p->bits != 1)
		snprintf(to + n, 8, "!%x", p->bits);
	return to;
}

static const char *look_at_page(uint64_t address)
{
	int i = (address - ARENA) / PAGE;

	pages_before[i] = pages[i];
	return page_text(&pages[i]);
}

#define EXPECT_PAGE(address, ...)	\
	check_text(#address, look_at_page(address), TEXTS(__VA_ARGS__))

/* One character for each page: [ where an area (VMA) begins, - where it goes on, . unmapped. */
static char areas[ARENA_PAGES + 1];
static char areas_before[ARENA_PAGES + 1] = "..................";

static void see_areas(void)
{
	static char lines[16384];
	static size_t request = 64;
	static int maps = -1;
	char *at, *rest;
	ssize_t n;

	if (maps < 0)
		maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	for (; request < sizeof(lines); request += 256) {
		memset(areas, '.', ARENA_PAGES);
		n = pread(maps, lines, request, 0);
		lines[n > 0 ? n : 0] = 0;
		for (at = lines; (rest = strchr(at, ' ')); at = rest + 1) {
			uint64_t start = strtoull(at, &at, 16);
			uint64_t page, end = strtoull(at + 1, &at, 16);

			if (start >= ARENA + ARENA_PAGES * PAGE)
				return;		/* the arena lies lower than nearly everything */
			for (page = start; page >= ARENA && page < end; page += PAGE)
				areas[(page - ARENA) / PAGE] = page == start ? '[' : '-';
			rest = strchr(rest, '\n');
			if (!rest)
				break;
		}
	}
	finish(4, "/proc/self/maps cannot be read");
}

static const char *look_at_areas(void)
{
	return memcpy(areas_before, areas, sizeof(areas));
}

#define EXPECT_AREAS(...)	check_text("areas", look_at_areas(), TEXTS(__VA_ARGS__))

/* Which faults of each page a userfaultfd is told: m missing, p protected, b both. */
static char modes[ARENA_PAGES + 1];
static char modes_before[ARENA_PAGES + 1] = "..................";

/* From the last line of each area, VmFlags: ... um uw ...; every read returns whole areas. */
static void see_modes(void)
{
	static char lines[16384];
	static int smaps = -1;
	off_t offset = 0;
	ssize_t n;

	if (smaps < 0)
		smaps = open("/proc/self/smaps", O_RDONLY | O_CLOEXEC);
	memset(modes, '.', ARENA_PAGES);
	for (; (n = pread(smaps, lines, sizeof(lines) - 1, offset)) > 0; offset += n) {
		char *at, *flags, *next;

		lines[n] = 0;
		for (at = lines; (flags = strstr(at, "\nVmFlags:")); at = next) {
			uint64_t page = strtoull(at, &at, 16), end = strtoull(at + 1, &at, 16);
			int mode;

			if (page >= ARENA + ARENA_PAGES * PAGE)
				return;
			next = strchr(flags + 1, '\n');
			*next++ = 0;
			mode = (strstr(flags, " um") ? 1 : 0) + (strstr(flags, " uw") ? 2 : 0);
			for (; page >= ARENA && page < end; page += PAGE)
				modes[(page - ARENA) / PAGE] = ".mpb"[mode];
		}
	}
	finish(4, "/proc/self/smaps cannot be read");
}

static const char *look_at_modes(void)
{
	return memcpy(modes_before, modes, sizeof(modes));
}

#define EXPECT_MODES(...)	check_text("modes", look_at_modes(), TEXTS(__VA_ARGS__))

enum access {
	READ, READ_LAST, WRITE, SYSCALL_READ, SYSCALL_WRITE, POPULATE_READ, POPULATE_WRITE
};

static struct toucher {
	pthread_t thread;
	pid_t tid;
	sem_t go, ready;
	int pipe[2];		/* its own: a system call asleep in a fault holds the lock */
	int wchan;
	enum access access;
	volatile uint64_t *word;
	uint64_t token;
	int64_t result;
	int busy;		/* asked to touch, and its end not yet seen */
	int done;
} toucher[3];

static int touching = -1;		/* whose touch is the command */
static int ended;			/* whose earlier touch ended in this step; bit n is thread n */

static int64_t access_word(struct toucher *t)
{
	uint64_t word = t->token;
	int error;

	switch (t->access) {
	case READ:
	case READ_LAST:
		return *t->word;
	case WRITE:
		*t->word = t->token;
		return 0;
	case SYSCALL_READ:
		if (write(t->pipe[1], (void *)t->word, 8) < 0)
			return -errno;
		return read(t->pipe[0], &word, 8) == 8 ? (int64_t)word : -EIO;
	default:
		if (write(t->pipe[1], &word, 8) != 8)
			return -EIO;
		if (read(t->pipe[0], (void *)t->word, 8) == 8)
			return 0;
		error = errno;
		return read(t->pipe[0], &word, 8) < 0 ? -error : -error;
	}
}

static void *toucher_main(void *arg)
{
	struct toucher *t = arg;

	t->tid = syscall(SYS_gettid);
	sem_post(&t->ready);
	for (;;) {
		while (sem_wait(&t->go))
			;
		t->result = access_word(t);
		__atomic_store_n(&t->done, 1, __ATOMIC_RELEASE);
	}
	return NULL;
}

static void start_toucher(struct toucher *t)
{
	char path[64];

	sem_init(&t->go, 0, 0);
	sem_init(&t->ready, 0, 0);
	if (pipe2(t->pipe, O_CLOEXEC | O_NONBLOCK) ||
	    pthread_create(&t->thread, NULL, toucher_main, t))
		finish(4, "a thread cannot be started");
	while (sem_wait(&t->ready))
		;
	snprintf(path, sizeof(path), "/proc/self/task/%d/wchan", t->tid);
	t->wchan = open(path, O_RDONLY | O_CLOEXEC);
}

/* Lets a thread touch a page; whether it blocked is known when all have settled. */
static void touch(int thread, enum access access, uint64_t address, uint64_t token)
{
	struct toucher *t = &toucher[thread];

	if (!t->tid)
		start_toucher(t);
	t->access = access;
	t->word = (void *)(address + (access == READ_LAST ? PAGE - 8 : 0));
	t->token = token;
	t->done = 0;
	t->busy = 1;
	touching = thread;
	sem_post(&t->go);
}

static int is_done(struct toucher *t)
{
	return __atomic_load_n(&t->done, __ATOMIC_ACQUIRE);
}

static int sleeps_in_fault(struct toucher *t)
{
	char where[64] = "";

	return pread(t->wchan, where, sizeof(where) - 1, 0) > 0 && !strcmp(where, "handle_userfault");
}

/*
 * Waits until every thread is done, or asleep in a fault that a descriptor counts. Then nothing
 * moves any more, so that "blocked" is no matter of time.
 */
static void settle(void)
{
	int asleep, running, counted, i;

	do {
		asleep = running = counted = 0;
		for (i = 0; i < 3; i++) {
			if (!toucher[i].busy || is_done(&toucher[i]))
				continue;
			if (sleeps_in_fault(&toucher[i]))
				asleep++;
			else
				running++;
		}
		see_descriptors();
		counted = fds[0].total + fds[1].total;
		if (running)
			sched_yield();
	} while (running || asleep != counted);

	ended = 0;
	for (i = 0; i < 3; i++) {
		if (!toucher[i].busy || !is_done(&toucher[i]))
			continue;
		toucher[i].busy = 0;
		if (i == touching)
			reply = toucher[i].result;
		else
			ended |= 1 << i;
	}
	if (touching >= 0 && toucher[touching].busy)
		reply = BLOCKED;
	touching = -1;
}

/* How an earlier touch of this thread ended in this step; BLOCKED if it sleeps on. */
static int64_t look_at_thread(int i)
{
	int has_ended = ended >> i & 1;

	ended &= ~(1 << i);
	return has_ended ? toucher[i].result : BLOCKED;
}

#define EXPECT_THREAD(i, ...)	check("thread " #i, look_at_thread(i), VALUES(int64_t, __VA_ARGS__))

static void opened(int slot, int number, int handshake)
{
	struct uffdio_api api = { .api = UFFD_API };
	char path[64];

	reply = number < 0 ? -errno : 0;
	if (number < 0)
		return;
	fd[slot] = number;
	out[0] = fcntl(number, F_GETFL);
	out[1] = fcntl(number, F_GETFD);
	if (handshake && ioctl(number, UFFDIO_API, &api))
		reply = -errno;
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", number);
	info[slot] = open(path, O_RDONLY | O_CLOEXEC);
}

static void uffd_open(int slot, int flags, int handshake)
{
	opened(slot, syscall(__NR_userfaultfd, flags), handshake);
}

static void uffd_ioctl(int slot, unsigned long request, void *arg)
{
	reply = ioctl(fd[slot], request, arg) ? -errno : 0;
}

static void uffd_register(int slot, uint64_t start, uint64_t len, uint64_t mode)
{
	struct uffdio_register arg = {
		.range = { .start = start, .len = len }, .mode = mode, .ioctls = UNTOUCHED
	};

	uffd_ioctl(slot, UFFDIO_REGISTER, &arg);
	out[0] = arg.ioctls;
}

static void uffd_copy(int slot, uint64_t dst, uint64_t len, uint64_t src, uint64_t mode)
{
	struct uffdio_copy arg = {
		.dst = dst, .src = src, .len = len, .mode = mode, .copy = UNTOUCHED
	};

	uffd_ioctl(slot, UFFDIO_COPY, &arg);
	out[0] = arg.copy;
}

/* Memory to copy from, @offset bytes after a page's start: @count pages, the k-th full of T(id, k). */
static uint64_t tokens(int id, int count, int offset)
{
	static uint64_t source[2 * 512] __attribute__((aligned(4096)));
	int i;

	for (i = 0; i < count * 512; i++)
		source[offset / 8 + i] = T(id, i / 512);
	return (uintptr_t)source + offset;
}

static void map(uint64_t start, uint64_t len)
{
	void *got = mmap((void *)start, len, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	reply = got == MAP_FAILED ? -errno : 0;
}

/* Looks at all that can be seen without changing it. */
static void observe(void)
{
	settle();
	see_areas();
	see_modes();
	see_pages();
}

/* One command, and what can be seen after it. */
#define STEP(number, name, call)	do {	\
	begin_step(number, name);		\
	call;					\
	observe();				\
} while (0)

/* Nothing else than what was looked at changed in this step. */
static void unchanged(void)
{
	char what[32];
	int i;

	checks++;
	for (i = 0; i < 2; i++) {
		snprintf(what, sizeof(what), "fd%d", i);
		if (strcmp(fd_text(&fds_before[i]), fd_text(&fds[i])))
			differs(what, fd_text(&fds_before[i]), fd_text(&fds[i]));
	}
	for (i = 0; i < ARENA_PAGES; i++) {
		snprintf(what, sizeof(what), "page 0x%lx", ARENA + i * PAGE);
		if (strcmp(page_text(&pages_before[i]), page_text(&pages[i])))
			differs(what, page_text(&pages_before[i]), page_text(&pages[i]));
	}
	if (strcmp(areas_before, areas))
		differs("areas", areas_before, areas);
	if (strcmp(modes_before, modes))
		differs("modes", modes_before, modes);
	for (i = 0; i < 3; i++) {
		snprintf(what, sizeof(what), "thread %d", i);
		if (ended >> i & 1)
			differs(what, "blocked", text(toucher[i].result));
	}
}

int main(void)
{
	signal(SIGALRM, on_alarm);

	/*
	 * step 0: userfaultfd(2) as fd0, flags O_CLOEXEC | O_NONBLOCK (then UFFDIO_API);
	 * UFFD-OPEN-OK: 0
	 */
	STEP(0, "open", uffd_open(0, O_CLOEXEC | O_NONBLOCK, 1));
	skip_if_unavailable();
	EXPECT_REPLY(0);
	EXPECT_OUT("flags", 0, 0x800);
	EXPECT_OUT("fdflags", 1, 0x1);
	EXPECT_FD(0, "0 asleep, 0 unread, poll 0x0, features 0x80000000");
	unchanged();

	/* step 1: mmap r0p0+2; UFFD-MAP-OK: 0 */
	STEP(1, "map", map(R(0, 0), 2 * PAGE));
	EXPECT_REPLY(0);
	EXPECT_AREAS("[-................");	/* [r0p0-r0p1] */
	unchanged();

	/* step 2: UFFDIO_REGISTER fd0 r0p0+2 (MODE_MISSING); UFFD-REGISTER-OK: 0 */
	STEP(2, "register", uffd_register(0, R(0, 0), 2 * PAGE, UFFDIO_REGISTER_MODE_MISSING));
	EXPECT_REPLY(0);
	EXPECT_MASK("ioctls", 0, 0x13c);
	EXPECT_MODES("mm................");	/* [r0p0-r0p1 rwm] */
	unchanged();

	/* step 3: thread 0 reads r0p0 (user code); UFFD-TOUCH-MISSING: blocked */
	STEP(3, "touch", touch(0, READ, R(0, 0), 0));
	EXPECT_REPLY(BLOCKED);
	EXPECT_FD(0, "1 asleep, 1 unread, poll 0x1, features 0x80000000");
	unchanged();

	/*
	 * step 4: UFFDIO_COPY fd0 r0p0+1; this step diverges
	 * UFFD-COPY-EEXIST: What UFFD-COPY-EEXIST says.
	 *   expected EEXIST, copy = -EEXIST
	 *   observed 0, copy = 4096, thread 0 finishes with #4.0, fd0: 0 asleep, 0
	 *   unread, fd0 polls nothing, r0p0 #4.0
	 */
	STEP(4, "copy", uffd_copy(0, R(0, 0), PAGE, tokens(4, 1, 0), 0));
	EXPECT_REPLY(-EEXIST);
	EXPECT_OUT("copy", 0, -EEXIST);
	EXPECT_PAGE(R(0, 0), "absent");
	EXPECT_THREAD(0, BLOCKED);
	EXPECT_FD(0, "1 asleep, 1 unread, poll 0x1, features 0x80000000");
	unchanged();

	printf("conforms: %d checks\n", checks);
	return 0;
}
