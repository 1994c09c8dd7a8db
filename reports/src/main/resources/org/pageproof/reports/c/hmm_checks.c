//: page_words_text
static const char *page_words_text(const uint64_t *words)
{
	struct page_view page;

	see_page(&page, 1ULL << 63, words);
	if (page.head == UNTOUCHED && page.tail == UNTOUCHED)
		return "untouched";
	return page_text(&page);
}

//: EXPECT_DATA
/* Pages @k to @k + @n - 1 of the buffer. */
#define EXPECT_DATA(k, n, ...)	do {						\
	int at;									\
										\
	for (at = k; at < k + n; at++)						\
		check_text("the buffer", page_words_text(buffer[at]), TEXTS(__VA_ARGS__));	\
} while (0)

//: EXPECT_WORDS
/* As EXPECT_DATA; k in a text begins at @k. */
#define EXPECT_WORDS(first, n, k, ...)	do {					\
	int at;									\
										\
	for (at = 0; at < n; at++)						\
		check_numbered("the buffer", page_words_text(buffer[first + at]), k + at,	\
			       TEXTS(__VA_ARGS__));				\
} while (0)

//: NONE READ WRITE ERROR sees_text if hmm
/* What SNAPSHOT says of a page: HMM_DMIRROR_PROT_* of lib/test_hmm_uapi.h. */
enum {
	NONE = 0, READ = 1, WRITE = 2, PMD = 4, PUD = 8, ZERO = 0x10,
	DEV_PRIVATE_LOCAL = 0x20, DEV_PRIVATE_REMOTE = 0x30,
	DEV_COHERENT_LOCAL = 0x40, DEV_COHERENT_REMOTE = 0x50, ERROR = 0xff,
};

//: sees_text
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

//: check_sees
static void check_sees(const char *what, int got, const int *allowed, int n)
{
	int i;

	checks++;
	for (i = 0; i < n; i++) {
		if (got == allowed[i]) {
			took(i);	//? choice
			return;
		}
	}
	for (i = 0; i < n; i++)
		either(sees_text(allowed[i]));
	differs(what, wanted, sees_text(got));
}

//: EXPECT_BYTES
/* Bytes @k to @k + @n - 1 of the buffer. */
#define EXPECT_BYTES(k, n, ...)	do {					\
	int at;								\
									\
	for (at = k; at < k + n; at++)					\
		check_sees("the buffer", ((uint8_t *)buffer)[at], VALUES(int, __VA_ARGS__));	\
} while (0)

//: see_mirrors
static uint8_t snapshots[DEVICES][ARENA_PAGES];	/* by each device's observer */
static uint8_t exclusive[MIRRORS][ARENA_PAGES];	/* 1 where a mirror has a page exclusively */
//: EXPECT_SNAPSHOT mirrors_unchanged start_mirrors
static uint8_t snapshots_before[DEVICES][ARENA_PAGES];
//: EXPECT_EXCLUSIVE mirrors_unchanged
static uint8_t exclusive_before[MIRRORS][ARENA_PAGES];

//: start_mirrors
/* Nothing is mapped. */
static void start_mirrors(void)
{
	memset(snapshots_before, ERROR, sizeof(snapshots_before));
}

//: see_mirrors
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

//: check_snapshots
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

//: EXPECT_SNAPSHOT
/* What devices @first to @last see of @pages pages. */
#define EXPECT_SNAPSHOT(first, last, address, pages, ...)	\
	check_snapshots(first, last, address, pages, VALUES(int, __VA_ARGS__))

//: check_exclusive_pages
static void check_exclusive_pages(int slot, uint64_t address, int pages, const int64_t *allowed, int n)
{
	char what[64];
	int i, first = (address - ARENA) / PAGE;

	for (i = first; i < first + pages; i++) {
		snprintf(what, sizeof(what), "mirror %d has page 0x%lx exclusively", slot, ARENA + i * PAGE);
		check(what, exclusive[slot][i], allowed, n);
		exclusive_before[slot][i] = exclusive[slot][i];
	}
}

//: EXPECT_EXCLUSIVE
/* Whether a mirror has pages exclusively. */
#define EXPECT_EXCLUSIVE(slot, address, pages, ...)	\
	check_exclusive_pages(slot, address, pages, VALUES(int64_t, __VA_ARGS__))

//: mirrors_unchanged
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

