//: EXPECT_TAINT taint tainted
static long taint(void)
{
	char number[32] = "";
	int file = open("/proc/sys/kernel/tainted", O_RDONLY | O_CLOEXEC);

	if (file < 0 || read(file, number, sizeof(number) - 1) < 0)
		finish(4, "/proc/sys/kernel/tainted cannot be read");
	close(file);
	return atol(number);
}

//: tainted EXPECT_TAINT
static long tainted;
//: EXPECT_TAINT unless hmm
#define EXPECT_TAINT(bits)	check("new taint bits", taint() & ~tainted, VALUES(int64_t, bits))

//: require_untainted
static void require_untainted(long bits)
{
	if (tainted & bits)
		refuse("the kernel is tainted already with 0x%lx: boot it again", tainted & bits);
}

//: new_taint
static long new_taint;			/* that the last step brought */
//: see_taint
static void see_taint(void)
{
	new_taint = taint() & ~tainted;
	tainted |= new_taint;
}

//: look_at_taint
static long look_at_taint(void)
{
	long bits = new_taint;

	new_taint = 0;
	return bits;
}

//: EXPECT_TAINT if hmm
#define EXPECT_TAINT(...)	check("new taint bits", look_at_taint(), VALUES(int64_t, __VA_ARGS__))

//: observe unless benchmark
/* Looks at all that can be seen without changing it. */
static void observe(void)
{
	settle();	//? threads
	see_descriptors();	//? descriptors !threads
	see_areas();	//? memory
	see_modes();	//? memory modes
	see_pages();	//? memory
	see_child();	//? child
	see_mirrors();	//? hmm
	see_taint();	//? hmm
}

//: observe if benchmark
static int calls_only;			/* whether nothing is looked at */

/* Looks at all that can be seen, but for the modes; what is seen may not be optimized away. */
static void observe(void)
{
	settle();	//? threads
	if (calls_only)
		return;
	see_descriptors();	//? descriptors !threads
	see_areas();	//? memory
	see_pages();	//? memory
	see_child();	//? child
	see_mirrors();	//? hmm
	see_taint();	//? hmm
	__asm__ volatile("" : : "r"(fds) : "memory");	//? descriptors
	__asm__ volatile("" : : "r"(pages), "r"(areas) : "memory");	//? memory
	__asm__ volatile("" : : "r"(attributes) : "memory");	//? attributes
	__asm__ volatile("" : : "r"(child_pages) : "memory");	//? child
}

//: observe_modes
/* Once more, where what is registered may have changed. */
static void observe_modes(void)
{
	if (calls_only)
		return;
	see_modes();
	__asm__ volatile("" : : "r"(modes) : "memory");
}

//: STEP unless benchmark
/* One command, and what can be seen after it. */
#define STEP(number, name, call)	do {	\
	begin_step(number, name);		\
	call;					\
	observe();				\
} while (0)

//: STEP if benchmark
#define STEP(number, name, call)	do {	\
	call;					\
	observe();				\
} while (0)

//: unchanged
/* Nothing else than what was looked at changed in this step. */
static void unchanged(void)
{
	char what[32];	//? descriptors|memory|threads
	int i;	//? descriptors|memory|threads

	checks++;
	forgive_vanished(pages_before, pages, droppable);	//? droppable
	forgive_vanished(child_pages_before, child_pages, child_droppable);	//? child_droppable
	for (i = 0; i < 2; i++) {	//? descriptors
		snprintf(what, sizeof(what), "fd%d", i);	//? descriptors
		if (strcmp(fd_text(&fds_before[i]), fd_text(&fds[i])))	//? descriptors
			differs(what, fd_text(&fds_before[i]), fd_text(&fds[i]));	//? descriptors
	}	//? descriptors
	for (i = 0; i < ARENA_PAGES; i++) {	//? memory
		snprintf(what, sizeof(what), "page 0x%lx", ARENA + i * PAGE);	//? memory
		if (strcmp(page_text(&pages_before[i]), page_text(&pages[i])))	//? memory
			differs(what, page_text(&pages_before[i]), page_text(&pages[i]));	//? memory
	}	//? memory
	for (i = 0; i < ARENA_PAGES; i++) {	//? child
		snprintf(what, sizeof(what), "child's page 0x%lx", ARENA + i * PAGE);	//? child
		if (strcmp(page_text(&child_pages_before[i]), page_text(&child_pages[i])))	//? child
			differs(what, page_text(&child_pages_before[i]),	//? child
				page_text(&child_pages[i]));	//? child
	}	//? child
	if (strcmp(areas_before, areas))	//? memory
		differs("areas", areas_before, areas);	//? memory
	if (strcmp(attributes_before, attributes))	//? attributes
		differs("attributes", attributes_before, attributes);	//? attributes
	if (strcmp(modes_before, modes))	//? memory modes
		differs("modes", modes_before, modes);	//? memory modes
	mirrors_unchanged();	//? hmm
	if (new_taint)	//? hmm
		differs("new taint bits", "0", word_text(new_taint));	//? hmm
	for (i = 0; i < 3; i++) {	//? threads
		snprintf(what, sizeof(what), "thread %d", i);	//? threads
		if (ended >> i & 1)	//? threads
			differs(what, "blocked", text(toucher[i].result));	//? threads
	}	//? threads
}

//: clean_up
/* Leaves nothing; the waiters wake up on memory that is mapped. */
static void clean_up(void)
{
	int i;	//? descriptors|threads
	int slot;	//? hmm

	mmap((void *)ARENA, ARENA_PAGES * PAGE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	for (i = 0; i < 2; i++) {	//? descriptors
		if (fd[i] != EMPTY_SLOT)	//? descriptors
			close(fd[i]);	//? descriptors
		fd[i] = EMPTY_SLOT;	//? descriptors
	}	//? descriptors
	if (child)	//? child
		reap_child();	//? child
	for (i = 0; i < 3; i++) {	//? threads
		while (toucher[i].busy && !is_done(&toucher[i]))	//? threads
			;	//? threads
		toucher[i].busy = 0;	//? threads
	}	//? threads
	munmap((void *)ARENA, ARENA_PAGES * PAGE);
	for (slot = 0; slot < MIRRORS; slot++)	//? hmm
		keep_mirror(slot);	//? hmm
}

//: seconds
static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}
