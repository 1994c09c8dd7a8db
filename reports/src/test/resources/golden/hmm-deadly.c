/*
 * read: reply should be 0, was worker died: kernel panic: BUG: unable to handle page
 * fault
 *
 * Written by Pageproof 0.1.0 from trace.jsonl, seed 42.
 * Seen on Linux 6.12.0 (amd64).
 * Fingerprint: read HMM-READ-OK reply: value -> worker died: kernel panic: BUG: unable to
 * handle page fault
 *
 * Step 5: m1 READ r0p0+1
 *   HMM-READ-OK:
 *   What HMM-READ-OK says.
 *   expected 0, cpages = 1, faults = 1, buffer #2.0/zero
 *   observed worker died: kernel panic: BUG: unable to handle page fault
 *
 * Build: gcc -static -Wall -Wextra -Werror -O1 -o reproducer reproducer.c
 * Exit:  0 conforms, 1 diverges, 4 can't be tested here.
 *
 * The commands are in main(), at the end; what comes before it makes them and looks.
 * R(1, 2) and r1p2 are page 2 of region 1. T(4, 0) and #4.0 are the word that command
 * 4 writes into its page 0. m0, m1 and m2 are descriptors of /dev/hmm_dmirrorN.
 * It needs root and the driver (CONFIG_TEST_HMM), and nobody else may use the driver:
 * closing a descriptor migrates all memory of its device back.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>
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

/* Before the first step: nothing can be said here. */
__attribute__((noreturn, format(printf, 1, 2)))
static void refuse(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	exit(4);
}

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
/* The kinds of swap entry that stand for a page of a device; kernels number them differently. */
static struct {
	int device_writable, device_readable, exclusive_writable, exclusive_readable;
} kinds;

static int mirror_bits(uint64_t entry)
{
	int kind = entry & 31;

	if ((entry >> 62 & 3) != 1)
		return 0;
	if (kind == kinds.device_writable || kind == kinds.device_readable)
		return kind == kinds.device_writable ? 0xa0 : 0x20;
	if (kind != kinds.exclusive_writable && kind != kinds.exclusive_readable)
		return 0;
	/* since Linux 6.15 there is one kind of exclusive entry */
	return kind == kinds.exclusive_readable ? 0x40 : 0xc0;
}

struct hmm_dmirror_cmd {		/* as in lib/test_hmm_uapi.h */
	uint64_t addr, ptr;		/* the mirrored pages, and a buffer */
	uint64_t npages;		/* how many; of a buffer for as many pages or bytes */
	uint64_t cpages, faults;	/* out: pages copied or migrated, and how often pages were missing */
};

#define HMM_DMIRROR(number)	_IOWR('H', number, struct hmm_dmirror_cmd)
#define HMM_DMIRROR_READ	HMM_DMIRROR(0x00)
#define HMM_DMIRROR_MIGRATE_TO_DEV	HMM_DMIRROR(0x02)
#define HMM_DMIRROR_SNAPSHOT	HMM_DMIRROR(0x04)
#define HMM_DMIRROR_EXCLUSIVE	HMM_DMIRROR(0x05)
#define HMM_DMIRROR_CHECK_EXCLUSIVE	HMM_DMIRROR(0x06)
#define DEVICES		2
#define MIRRORS		3
static int mirror[MIRRORS] = { EMPTY_SLOT, EMPTY_SLOT, EMPTY_SLOT };	/* the descriptor slots */
static int observer[DEVICES];	/* a descriptor of each device that does nothing but look */

/* As root it makes the node where nobody else did. */
static int open_device(int major, int device)
{
	char path[32];
	int file;

	snprintf(path, sizeof(path), "/dev/hmm_dmirror%d", device);
	file = open(path, O_RDWR | O_CLOEXEC);
	if (file >= 0 || errno != ENOENT || mknod(path, S_IFCHR | 0600, makedev(major, device)))
		return file;
	file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0)
		unlink(path);
	return file;
}

static int kind_of(volatile char *page)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry = 0;

	if (pread(pagemap, &entry, 8, (uintptr_t)page / PAGE * 8) != 8)
		refuse("/proc/self/pagemap cannot be read");
	close(pagemap);
	if ((entry >> 62 & 3) != 1 || !(entry & 31))
		refuse("pagemap does not tell device memory apart; that needs root");
	return entry & 31;
}

/* Migrates a page and takes one for exclusive access, to see what their entries are. */
static void learn_kinds(int file)
{
	volatile char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char copy[PAGE];
	struct hmm_dmirror_cmd cmd = { .addr = (uintptr_t)page, .ptr = (uintptr_t)copy, .npages = 1 };

	*page = 1;
	*copy = 0x77;
	if (ioctl(file, HMM_DMIRROR(0x03), &cmd) ||
	    (*copy != 0x77) != (HMM_DMIRROR_SNAPSHOT == HMM_DMIRROR(0x03)))
		refuse("the ioctls of this kernel's driver have other numbers");
	if (ioctl(file, HMM_DMIRROR_MIGRATE_TO_DEV, &cmd))
		refuse("a page cannot be migrated to a device: %s", strerror(errno));
	kinds.device_writable = kind_of(page);
	mprotect((void *)page, PAGE, PROT_READ);
	kinds.device_readable = kind_of(page);
	mprotect((void *)page, PAGE, PROT_READ | PROT_WRITE);
	*page = 2;
	if (ioctl(file, HMM_DMIRROR_EXCLUSIVE, &cmd))
		refuse("a page cannot be had exclusively: %s", strerror(errno));
	kinds.exclusive_writable = kind_of(page);
	mprotect((void *)page, PAGE, PROT_READ);
	kinds.exclusive_readable = kind_of(page);
	munmap((void *)page, PAGE);
}

static void find_driver(void)
{
	FILE *devices = fopen("/proc/devices", "r");
	int file, device, major = 0;
	char line[80];

	if (!devices)
		refuse("/proc is not mounted");
	while (fgets(line, sizeof(line), devices))
		if (strstr(line, " HMM_DMIRROR"))
			major = atoi(line);
	fclose(devices);
	if (!major)
		refuse("this kernel has no HMM test driver: build it with CONFIG_TEST_HMM, modprobe test_hmm");
	file = open_device(major, 0);
	if (file < 0)
		refuse("/dev/hmm_dmirror0 cannot be opened: %s", strerror(errno));
	learn_kinds(file);
	close(file);
	for (device = 0; device < DEVICES; device++)
		observer[device] = open_device(major, device);
}

static void require_device(int device)
{
	if (observer[device] < 0)
		refuse("there is no /dev/hmm_dmirror%d here", device);
}

/* The last words, if the kernel is bad. */
static void deadly(int number, const char *what)
{
	fprintf(stderr, "step %d: a bad kernel %s here\n", number, what);
	tcdrain(STDERR_FILENO);	/* a serial line lags behind */
}

static void on_signal(int number)
{
	static char line[160];
	ssize_t ignored;

	snprintf(line, sizeof(line), "step %d: %s: expected to survive, got signal %d\n",
		 step, command, number);
	ignored = write(STDOUT_FILENO, line, strlen(line));
	(void)ignored;
	_exit(1);
}

struct page_view {
	int bits;		/* of pagemap: 1 present, 2 swap entry, 4 file, 8 guard, 0x10 uffd-wp, */
				/* 0x20 device memory, 0x40 exclusive, 0x80 writable */
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
	p->bits |= mirror_bits(entry);
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
	switch (p->bits) {
	case 0xa2: return "in device memory";
	case 0x22: return "in device memory (read-only)";
	case 0xc2: return "exclusive (writable)";
	case 0x42: return "exclusive";
	}
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

static void map(uint64_t start, uint64_t len)
{
	void *got = mmap((void *)start, len, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	reply = got == MAP_FAILED ? -errno : 0;
}

static void open_mirror(int slot, int device)
{
	char path[32];
	int file;

	snprintf(path, sizeof(path), "/dev/hmm_dmirror%d", device);
	file = open(path, O_RDWR | O_CLOEXEC);
	reply = file < 0 ? -errno : 0;
	if (file >= 0)
		mirror[slot] = file;
}

/* What ptr points to. */
static uint64_t buffer[1][512] __attribute__((aligned(4096)));

static void dmirror(int slot, unsigned long request, uint64_t addr, uint64_t npages)
{
	struct hmm_dmirror_cmd cmd = {
		.addr = addr, .ptr = (uintptr_t)buffer, .npages = npages,
		.cpages = UNTOUCHED, .faults = UNTOUCHED,
	};

	reply = ioctl(mirror[slot], request, &cmd) ? -errno : 0;
	out[0] = cmd.cpages;
	out[1] = cmd.faults;
}

static void fill(int slot, unsigned long request, uint64_t addr, uint64_t npages)
{
	memset(buffer, 0x77, sizeof(buffer));
	dmirror(slot, request, addr, npages);
}

static void device_read(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_READ, addr, npages);
}

static void migrate_to_dev(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_MIGRATE_TO_DEV, addr, npages);
}

static void cpu_write(uint64_t address, uint64_t token)
{
	*(volatile uint64_t *)address = token;
	reply = 0;
}

static const char *page_words_text(const uint64_t *words)
{
	struct page_view page;

	see_page(&page, 1ULL << 63, words);
	if (page.head == UNTOUCHED && page.tail == UNTOUCHED)
		return "untouched";
	return page_text(&page);
}

/* Pages @k to @k + @n - 1 of the buffer. */
#define EXPECT_DATA(k, n, ...)	do {						\
	int at;									\
										\
	for (at = k; at < k + n; at++)						\
		check_text("the buffer", page_words_text(buffer[at]), TEXTS(__VA_ARGS__));	\
} while (0)

/* What SNAPSHOT says of a page: HMM_DMIRROR_PROT_* of lib/test_hmm_uapi.h. */
enum {
	NONE = 0, READ = 1, WRITE = 2, PMD = 4, PUD = 8, ZERO = 0x10,
	DEV_PRIVATE_LOCAL = 0x20, DEV_PRIVATE_REMOTE = 0x30,
	DEV_COHERENT_LOCAL = 0x40, DEV_COHERENT_REMOTE = 0x50, ERROR = 0xff,
};

static const char *sees_text(int value)
{
	static const char *const kinds[] = {
		"", " | ZERO", " | DEV_PRIVATE_LOCAL", " | DEV_PRIVATE_REMOTE",
		" | DEV_COHERENT_LOCAL", " | DEV_COHERENT_REMOTE",
	};
	static char ring[8][64];
	static int next;
	char *to = ring[next++ % 8];

	if (value == NONE || value == ERROR || value == 0x77)
		return value == NONE ? "NONE" : value == ERROR ? "ERROR" : "untouched";
	if ((value & 3) % 3 == 0 || value >= 0x60)
		snprintf(to, 64, "0x%x", value);
	else
		snprintf(to, 64, "%s%s%s%s", value & READ ? "READ" : "WRITE",
			 value & PMD ? " | PMD" : "", value & PUD ? " | PUD" : "", kinds[value >> 4]);
	return to;
}

static void check_sees(const char *what, int got, const int *allowed, int n)
{
	int i;

	checks++;
	for (i = 0; i < n; i++) {
		if (got == allowed[i]) {
			return;
		}
	}
	for (i = 0; i < n; i++)
		either(sees_text(allowed[i]));
	differs(what, wanted, sees_text(got));
}

static uint8_t snapshots[DEVICES][ARENA_PAGES];	/* by each device's observer */
static uint8_t exclusive[MIRRORS][ARENA_PAGES];	/* 1 where a mirror has a page exclusively */
static uint8_t snapshots_before[DEVICES][ARENA_PAGES];
static uint8_t exclusive_before[MIRRORS][ARENA_PAGES];

/* Nothing is mapped. */
static void start_mirrors(void)
{
	memset(snapshots_before, ERROR, sizeof(snapshots_before));
}

static int is_exclusive(int slot, int page, int n)
{
	struct hmm_dmirror_cmd cmd = { .addr = ARENA + page * PAGE, .npages = n };

	return ioctl(mirror[slot], HMM_DMIRROR_CHECK_EXCLUSIVE, &cmd) && errno == EPERM;
}

static void see_mirrors(void)
{
	int i, device, slot;

	for (device = 0; device < DEVICES; device++) {
		struct hmm_dmirror_cmd cmd = {
			.addr = ARENA, .ptr = (uintptr_t)snapshots[device], .npages = ARENA_PAGES,
		};

		if (observer[device] >= 0 && ioctl(observer[device], HMM_DMIRROR_SNAPSHOT, &cmd))
			finish(4, "device %d cannot be asked what it sees: %s", device, strerror(errno));
	}
	memset(exclusive, 0, sizeof(exclusive));
	for (slot = 0; slot < MIRRORS; slot++)
		if (is_exclusive(slot, 0, ARENA_PAGES))
			for (i = 0; i < ARENA_PAGES; i++)
				exclusive[slot][i] = is_exclusive(slot, i, 1);
}

static void check_snapshots(int device, int last, uint64_t address, int pages,
			    const int *allowed, int n)
{
	char what[64];
	int i, first = (address - ARENA) / PAGE;

	for (; device <= last; device++) {
		for (i = first; i < first + pages && observer[device] >= 0; i++) {
			snprintf(what, sizeof(what), "device %d sees page 0x%lx", device, ARENA + i * PAGE);
			check_sees(what, snapshots[device][i], allowed, n);
			snapshots_before[device][i] = snapshots[device][i];
		}
	}
}

/* What devices @first to @last see of @pages pages. */
#define EXPECT_SNAPSHOT(first, last, address, pages, ...)	\
	check_snapshots(first, last, address, pages, VALUES(int, __VA_ARGS__))

static void mirrors_unchanged(void)
{
	char what[64];
	int i, k;

	for (k = 0; k < DEVICES; k++) {
		for (i = 0; i < ARENA_PAGES && observer[k] >= 0; i++) {
			snprintf(what, sizeof(what), "device %d sees page 0x%lx", k, ARENA + i * PAGE);
			if (snapshots_before[k][i] != snapshots[k][i])
				differs(what, sees_text(snapshots_before[k][i]), sees_text(snapshots[k][i]));
		}
	}
	for (k = 0; k < MIRRORS; k++) {
		for (i = 0; i < ARENA_PAGES; i++) {
			snprintf(what, sizeof(what), "mirror %d has page 0x%lx exclusively", k, ARENA + i * PAGE);
			if (exclusive_before[k][i] != exclusive[k][i])
				differs(what, text(exclusive_before[k][i]), text(exclusive[k][i]));
		}
	}
}

static long taint(void)
{
	char number[32] = "";
	int file = open("/proc/sys/kernel/tainted", O_RDONLY | O_CLOEXEC);

	if (file < 0 || read(file, number, sizeof(number) - 1) < 0)
		finish(4, "/proc/sys/kernel/tainted cannot be read");
	close(file);
	return atol(number);
}

static long tainted;
static long new_taint;			/* that the last step brought */
static void see_taint(void)
{
	new_taint = taint() & ~tainted;
	tainted |= new_taint;
}

/* Looks at all that can be seen without changing it. */
static void observe(void)
{
	see_areas();
	see_pages();
	see_mirrors();
	see_taint();
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
	for (i = 0; i < ARENA_PAGES; i++) {
		snprintf(what, sizeof(what), "page 0x%lx", ARENA + i * PAGE);
		if (strcmp(page_text(&pages_before[i]), page_text(&pages[i])))
			differs(what, page_text(&pages_before[i]), page_text(&pages[i]));
	}
	if (strcmp(areas_before, areas))
		differs("areas", areas_before, areas);
	mirrors_unchanged();
	if (new_taint)
		differs("new taint bits", "0", word_text(new_taint));
}

int main(void)
{
	signal(SIGALRM, on_alarm);
	signal(SIGSEGV, on_signal);
	signal(SIGBUS, on_signal);
	find_driver();
	require_device(0);
	tainted = taint();
	start_mirrors();

	/* step 0: open /dev/hmm_dmirror0 as m0; HMM-OPEN-OK: 0 */
	STEP(0, "open", open_mirror(0, 0));
	EXPECT_REPLY(0);
	unchanged();

	/* step 1: mmap r0p0+2; HMM-MAP-OK: 0 */
	STEP(1, "map", map(R(0, 0), 2 * PAGE));
	EXPECT_REPLY(0);
	EXPECT_AREAS("[-................");	/* [r0p0-r0p1] */
	EXPECT_SNAPSHOT(0, 1, R(0, 0), 2, NONE);
	unchanged();

	/* step 2: CPU writes r0p0 (user code); HMM-TOUCH-NEW: 0 */
	STEP(2, "touch", cpu_write(R(0, 0), T(2, 0)));
	EXPECT_REPLY(0);
	EXPECT_PAGE(R(0, 0), "#2.0/zero");
	EXPECT_SNAPSHOT(0, 1, R(0, 0), 1, WRITE);
	unchanged();

	/* step 3: m0 TODEV r0p0+1; HMM-TODEV-OK: 0 */
	STEP(3, "todev", migrate_to_dev(0, R(0, 0), 1));
	EXPECT_REPLY(0);
	EXPECT_OUT("cpages", 0, 1);
	EXPECT_OUT("faults", 1, 0);
	EXPECT_DATA(0, 1, "#2.0/zero");
	EXPECT_PAGE(R(0, 0), "in device memory");
	EXPECT_SNAPSHOT(0, 0, R(0, 0), 1, WRITE | DEV_PRIVATE_LOCAL);
	EXPECT_SNAPSHOT(1, 1, R(0, 0), 1, NONE);
	unchanged();

	/* step 4: open /dev/hmm_dmirror0 as m1; HMM-OPEN-OK: 0 */
	STEP(4, "open", open_mirror(1, 0));
	EXPECT_REPLY(0);
	unchanged();

	/*
	 * step 5: m1 READ r0p0+1; this step diverges
	 * HMM-READ-OK: What HMM-READ-OK says.
	 *   expected 0, cpages = 1, faults = 1, buffer #2.0/zero
	 *   observed worker died: kernel panic: BUG: unable to handle page fault
	 */
	deadly(5, "panics");
	STEP(5, "read", device_read(1, R(0, 0), 1));
	EXPECT_REPLY(0);
	EXPECT_OUT("cpages", 0, 1);
	EXPECT_OUT("faults", 1, 1);
	EXPECT_DATA(0, 1, "#2.0/zero");
	unchanged();

	printf("conforms: %d checks\n", checks);
	return 0;
}
