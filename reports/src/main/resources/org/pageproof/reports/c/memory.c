//: page_view pages pages_before see_pages
struct page_view {
	int bits;		/* of pagemap: 1 present, 2 swapped, 4 file, 8 guard, 0x10 uffd-wp */	//? !hmm
	int bits;		/* of pagemap: 1 present, 2 swap entry, 4 file, 8 guard, 0x10 uffd-wp, */	//? hmm
				/* 0x20 device memory, 0x40 exclusive, 0x80 writable */	//? hmm
	uint64_t head, tail;	/* the first word, and what all others hold */
};

//: TORN see_pages page_text
#define TORN		0x7050ffffffffffffULL	/* the other words differ among themselves */
//: pages see_pages
static struct page_view pages[ARENA_PAGES];
//: pages_before
static struct page_view pages_before[ARENA_PAGES];

//: see_page
/* A page by its entry in pagemap; its words are looked at if it is present. */
static void see_page(struct page_view *p, uint64_t entry, const volatile uint64_t *w)
{
	int k;

	p->bits = (entry >> 63 & 1) | (entry >> 62 & 1) << 1 | (entry >> 61 & 1) << 2 |
		  (entry >> 58 & 1) << 3 | (entry >> 57 & 1) << 4;
	p->bits |= mirror_bits(entry);	//? hmm
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

//: through_mem
/* The words of a present page that cannot be loaded; @mem is /proc/PID/mem. */
static const uint64_t *through_mem(int mem, uint64_t address)
{
	static uint64_t words[512];

	if (pread(mem, words, PAGE, address) != (ssize_t)PAGE)
		finish(4, "page 0x%" PRIx64 " cannot be read through /proc", address);
	return words;
}

//: unit if huge
/* Where an address is in what is told of areas: one character for 64 pages of region 0, then pages. */
static int unit(uint64_t address)
{
	uint64_t page = (address - ARENA) / PAGE;

	return page < 512 ? page / 64 : page - 512 + 8;
}

//: unit_end if huge
static uint64_t unit_end(uint64_t address)
{
	return address + (address < R(1, 0) ? 64 * PAGE : PAGE);
}

//: attributes
/* What each page permits if it is not everything: r, w or nothing; capital or f if a file backs it. */
static char attributes[ARENA_PAGES + 1];	/* as the areas were last seen */
//: see_pages
static void see_pages(void)
{
	static int pagemap = -1;
	static int mem = -1;	//? attributes
	uint64_t entry[ARENA_PAGES];
	int i;

	if (mem < 0)	//? attributes
		mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);	//? attributes
	if (pagemap < 0)
		pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pread(pagemap, entry, sizeof(entry), ARENA / PAGE * 8) != sizeof(entry))
		finish(4, "/proc/self/pagemap cannot be read");
	for (i = 0; i < ARENA_PAGES; i++)	//? !attributes
		see_page(&pages[i], entry[i], (void *)(ARENA + i * PAGE));	//? !attributes
	for (i = 0; i < ARENA_PAGES; i++) {	//? attributes
		const volatile uint64_t *w = (void *)(ARENA + i * PAGE);	//? attributes
	//? attributes
		if (entry[i] >> 63 && strchr("-wfW", attributes[i]))	//? attributes !huge
		if (entry[i] >> 63 && strchr("-wfW", attributes[unit(ARENA + i * PAGE)]))	//? attributes huge
			w = through_mem(mem, ARENA + i * PAGE);	//? attributes
		see_page(&pages[i], entry[i], w);	//? attributes
	}	//? attributes
}

//: droppable
/* The pages marked x may vanish at any time: MADV_FREE gave them up. */
static const char *droppable = "%no_areas%";
//: page_text
static const char *page_text(const struct page_view *p)
{
	static char ring[4][80];
	static int next;
	char *to = ring[next++ % 4];
	int n;

	if (!p->bits)
		return "absent";
	switch (p->bits) {	//? hmm
	case 0xa2: return "in device memory";	//? hmm
	case 0x22: return "in device memory (read-only)";	//? hmm
	case 0xc2: return "exclusive (writable)";	//? hmm
	case 0x42: return "exclusive";	//? hmm
	}	//? hmm
	n = snprintf(to, 40, "%s", word_text(p->head));
	if (p->tail != p->head)
		n += snprintf(to + n, 30, "/%s", p->tail == TORN ? "torn" : word_text(p->tail));
	if (p->bits != 1)
		snprintf(to + n, 8, "!%x", p->bits);
	return to;
}

//: look_at_page
static const char *look_at_page(uint64_t address)
{
	int i = (address - ARENA) / PAGE;

	pages_before[i] = pages[i];
	return page_text(&pages[i]);
}

//: EXPECT_PAGE
#define EXPECT_PAGE(address, ...)	\
	check_text(#address, look_at_page(address), TEXTS(__VA_ARGS__))

//: EXPECT_PAGES
/* Pages that follow each other; k in a text begins at @k. */
#define EXPECT_PAGES(address, n, k, ...)	do {				\
	char what[32];								\
	int at;									\
										\
	for (at = 0; at < n; at++) {						\
		snprintf(what, sizeof(what), "page 0x%lx", address + at * PAGE);	\
		check_numbered(what, look_at_page(address + at * PAGE), k + at, TEXTS(__VA_ARGS__));	\
	}									\
} while (0)

//: forgive_vanished
/* A page may have vanished here though it did not in the trace. */
static void forgive_vanished(struct page_view *before, const struct page_view *now, const char *may)
{
	int i;

	for (i = 0; i < ARENA_PAGES; i++) {
		if (may[i] == 'x' && before[i].bits && !now[i].bits) {
			before[i] = now[i];
			took(1);
		}
	}
}

//: areas see_areas
/* One character for each page: [ where an area (VMA) begins, - where it goes on, . unmapped. */	//? !huge
/* [ where an area (VMA) begins, - where it goes on, . unmapped; 64 pages of region 0 are one. */	//? huge
static char areas[ARENA_PAGES + 1];
//: attributes_before
static char attributes_before[ARENA_PAGES + 1] = "%no_areas%";
//: areas_before
static char areas_before[ARENA_PAGES + 1] = "%no_areas%";

//: see_area
/* The rest of the line holds the permissions, offset, device and inode. */
static void see_area(uint64_t start, uint64_t end, const char *rest)
{
	uint64_t page, inode = 0;
	char may[5] = "----";
	int bits;

	sscanf(rest, " %4s %*s %*s %" SCNu64, may, &inode);
	bits = (may[0] == 'r') | (may[1] == 'w') << 1 | (inode != 0) << 2;
	for (page = start; page >= ARENA && page < end; page += PAGE) {	//? !huge
		areas[(page - ARENA) / PAGE] = page == start ? '[' : '-';	//? !huge
		attributes[(page - ARENA) / PAGE] = "-rw.fRWF"[bits];	//? !huge
	for (page = start; page >= ARENA && page < end; page = unit_end(page)) {	//? huge
		areas[unit(page)] = page == start ? '[' : '-';	//? huge
		attributes[unit(page)] = "-rw.fRWF"[bits];	//? huge
	}
}

//: see_areas
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
		memset(areas, '.', strlen(areas_before));	//? huge
		memset(attributes, '.', strlen(areas_before));	//? attributes huge
		memset(areas, '.', ARENA_PAGES);	//? !huge
		memset(attributes, '.', ARENA_PAGES);	//? attributes !huge
		n = pread(maps, lines, request, 0);
		lines[n > 0 ? n : 0] = 0;
		for (at = lines; (rest = strchr(at, ' ')); at = rest + 1) {
			uint64_t start = strtoull(at, &at, 16);
			uint64_t page, end = strtoull(at + 1, &at, 16);	//? !attributes
			uint64_t end = strtoull(at + 1, &at, 16);	//? attributes

			if (start >= ARENA + ARENA_PAGES * PAGE)
				return;		/* the arena lies lower than nearly everything */
			see_area(start, end, at);	//? attributes
			for (page = start; page >= ARENA && page < end; page += PAGE)	//? !attributes !huge
				areas[(page - ARENA) / PAGE] = page == start ? '[' : '-';	//? !attributes !huge
			for (page = start; page >= ARENA && page < end; page = unit_end(page))	//? !attributes huge
				areas[unit(page)] = page == start ? '[' : '-';	//? !attributes huge
			rest = strchr(rest, '\n');
			if (!rest)
				break;
		}
	}
	finish(4, "/proc/self/maps cannot be read");
}

//: look_at_areas
static const char *look_at_areas(void)
{
	return memcpy(areas_before, areas, sizeof(areas));
}

//: EXPECT_AREAS
#define EXPECT_AREAS(...)	check_text("areas", look_at_areas(), TEXTS(__VA_ARGS__))

//: look_at_attributes
static const char *look_at_attributes(void)
{
	return memcpy(attributes_before, attributes, sizeof(attributes));
}

//: EXPECT_ATTRIBUTES
#define EXPECT_ATTRIBUTES(...)	\
	check_text("attributes", look_at_attributes(), TEXTS(__VA_ARGS__))


//: modes see_modes
/* Which faults of each page a userfaultfd is told: m missing, p protected, b both. */
static char modes[ARENA_PAGES + 1];
//: modes_before
static char modes_before[ARENA_PAGES + 1] = "%no_areas%";

//: see_modes
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

//: look_at_modes
static const char *look_at_modes(void)
{
	return memcpy(modes_before, modes, sizeof(modes));
}

//: EXPECT_MODES
#define EXPECT_MODES(...)	check_text("modes", look_at_modes(), TEXTS(__VA_ARGS__))

