//: child child_mem child_pagemap
static pid_t child;			/* 0 if there is none */	//? !hmm
static int child_mem = -1, child_pagemap = -1;

//: inherited
/* /proc/CHILD/fdinfo/N of the descriptors that it inherited, and which were closed here since. */
static int inherited[2] = { -1, -1 };
//: only_inherited
static int only_inherited[2];

//: child_pages
static struct page_view child_pages[ARENA_PAGES];
//: child_pages_before
static struct page_view child_pages_before[ARENA_PAGES];

//: child_droppable
/* The child's pages marked x may be absent: MADV_FREE gave them up, or they hold zeros. */
static const char *child_droppable = "%no_areas%";

//: see_child
static void see_child(void)
{
	uint64_t entry[ARENA_PAGES];
	int i;

	if (!child)
		return;
	if (pread(child_pagemap, entry, sizeof(entry), ARENA / PAGE * 8) != sizeof(entry))
		finish(4, "/proc/%d/pagemap cannot be read", child);
	for (i = 0; i < ARENA_PAGES; i++)
		see_page(&child_pages[i], entry[i],
			 entry[i] >> 63 ? through_mem(child_mem, ARENA + i * PAGE) : NULL);
}

//: look_at_child_page
static const char *look_at_child_page(uint64_t address)
{
	int i = (address - ARENA) / PAGE;

	child_pages_before[i] = child_pages[i];
	return page_text(&child_pages[i]);
}

//: EXPECT_CHILD_PAGE
#define EXPECT_CHILD_PAGE(address, ...)	\
	check_text("child's " #address, look_at_child_page(address), TEXTS(__VA_ARGS__))

//: EXPECT_CHILD_PAGES
/* Pages that follow each other; k in a text begins at @k. */
#define EXPECT_CHILD_PAGES(address, n, k, ...)	do {			\
	char what[48];								\
	int at;									\
										\
	for (at = 0; at < n; at++) {						\
		snprintf(what, sizeof(what), "child's page 0x%lx", address + at * PAGE);	\
		check_numbered(what, look_at_child_page(address + at * PAGE), k + at, TEXTS(__VA_ARGS__));	\
	}									\
} while (0)

//: waiters_of_child
/* How many wait for a descriptor that only the child still has. */
static int waiters_of_child(void)
{
	int slot, total, sum = 0;

	for (slot = 0; slot < 2; slot++) {
		char buffer[512], *at;
		ssize_t n;

		if (!child || inherited[slot] < 0 || !only_inherited[slot])
			continue;
		n = pread(inherited[slot], buffer, sizeof(buffer) - 1, 0);
		buffer[n > 0 ? n : 0] = 0;
		at = strstr(buffer, "total:");
		if (!at || sscanf(at, "total: %d", &total) != 1)
			finish(4, "the descriptors of the child cannot be looked at");
		sum += total;
	}
	return sum;
}

//: open_of_child
static int open_of_child(const char *directory, int number, int flags)
{
	char path[64];
	int file;

	snprintf(path, sizeof(path), number < 0 ? "/proc/%d/%s" : "/proc/%d/%s/%d",
		 child, directory, number);
	file = open(path, flags | O_CLOEXEC);
	if (file < 0)
		finish(4, "%s cannot be opened", path);
	return file;
}

//: fork_child
/* The child only waits; it does not outlive this program. */
static void fork_child(void)
{
	pid_t parent = getpid();
	int slot;	//? descriptors

	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (getppid() == parent)
			pause();
		_exit(0);
	}
	reply = 0;
	if (child < 0) {
		reply = -errno;
		child = 0;
		return;
	}
	child_mem = open_of_child("mem", -1, O_RDWR);
	child_pagemap = open_of_child("pagemap", -1, O_RDONLY);
	for (slot = 0; slot < 2; slot++) {	//? descriptors
		only_inherited[slot] = 0;	//? descriptors
		if (fd[slot] != EMPTY_SLOT)	//? descriptors
			inherited[slot] = open_of_child("fdinfo", fd[slot], O_RDONLY);	//? descriptors
	}	//? descriptors
}

//: reap_child
static void reap_child(void)
{
	int slot;	//? descriptors

	reply = 0;
	if (kill(child, SIGKILL) || waitpid(child, NULL, 0) != child)
		reply = -errno;
	close(child_mem);
	close(child_pagemap);
	for (slot = 0; slot < 2; slot++) {	//? descriptors
		if (inherited[slot] >= 0)	//? descriptors
			close(inherited[slot]);	//? descriptors
		inherited[slot] = -1;	//? descriptors
	}	//? descriptors
	child = 0;
	memset(child_pages, 0, sizeof(child_pages));
	memset(child_pages_before, 0, sizeof(child_pages_before));	//? !benchmark
}

//: child_write
static void child_write(uint64_t address, uint64_t token)
{
	reply = pwrite(child_mem, &token, 8, address);
	if (reply < 0)
		reply = -errno;
}

