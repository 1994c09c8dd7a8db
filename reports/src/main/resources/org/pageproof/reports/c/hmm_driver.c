//: mirror_bits
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

//: hmm_dmirror_cmd HMM_DMIRROR
struct hmm_dmirror_cmd {		/* as in lib/test_hmm_uapi.h */
	uint64_t addr, ptr;		/* the mirrored pages, and a buffer */
	uint64_t npages;		/* how many; of a buffer for as many pages or bytes */
	uint64_t cpages, faults;	/* out: pages copied or migrated, and how often pages were missing */
};

//: HMM_DMIRROR
#define HMM_DMIRROR(number)	_IOWR('H', number, struct hmm_dmirror_cmd)
//: HMM_DMIRROR_READ
#define HMM_DMIRROR_READ	HMM_DMIRROR(%read%)
//: HMM_DMIRROR_WRITE
#define HMM_DMIRROR_WRITE	HMM_DMIRROR(%write%)
//: HMM_DMIRROR_MIGRATE_TO_DEV
#define HMM_DMIRROR_MIGRATE_TO_DEV	HMM_DMIRROR(%todev%)
//: HMM_DMIRROR_MIGRATE_TO_SYS
#define HMM_DMIRROR_MIGRATE_TO_SYS	HMM_DMIRROR(%tosys%)
//: HMM_DMIRROR_SNAPSHOT
#define HMM_DMIRROR_SNAPSHOT	HMM_DMIRROR(%snapshot%)
//: HMM_DMIRROR_EXCLUSIVE
#define HMM_DMIRROR_EXCLUSIVE	HMM_DMIRROR(%exclusive%)
//: HMM_DMIRROR_CHECK_EXCLUSIVE
#define HMM_DMIRROR_CHECK_EXCLUSIVE	HMM_DMIRROR(%check%)
//: HMM_DMIRROR_RELEASE
#define HMM_DMIRROR_RELEASE	HMM_DMIRROR(%release%)
//: HMM_DMIRROR_FLAGS
#define HMM_DMIRROR_FLAGS	HMM_DMIRROR(%flags%)

//: DEVICES
#define DEVICES		%devices%
//: MIRRORS
#define MIRRORS		3
//: mirror
static int mirror[MIRRORS] = { EMPTY_SLOT, EMPTY_SLOT, EMPTY_SLOT };	/* the descriptor slots */
//: observer
static int observer[DEVICES];	/* a descriptor of each device that does nothing but look */

//: open_device
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

//: learn_kinds
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
	if (ioctl(file, HMM_DMIRROR_EXCLUSIVE, &cmd))	//? has_exclusive
		refuse("a page cannot be had exclusively: %s", strerror(errno));	//? has_exclusive
	kinds.exclusive_writable = kind_of(page);	//? has_exclusive
	mprotect((void *)page, PAGE, PROT_READ);	//? has_exclusive
	kinds.exclusive_readable = kind_of(page);	//? has_exclusive
	munmap((void *)page, PAGE);
}

//: find_driver
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

//: require_device
static void require_device(int device)
{
	if (observer[device] < 0)
		refuse("there is no /dev/hmm_dmirror%d here", device);
}

//: require_no_device
static void require_no_device(int device)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/hmm_dmirror%d", device);
	if (!access(path, F_OK))
		refuse("there is a %s here, where the trace was made there was none", path);
}

//: require_forced_access
/* What the worker of the trace read and wrote through /proc/PID/mem whatever its protection. */
static void require_forced_access(void)
{
	static char page[4096] __attribute__((aligned(4096)));
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	mprotect(page, PAGE, PROT_READ);
	if (pwrite(mem, "", 1, (uintptr_t)page) != 1)
		refuse("/proc/PID/mem obeys protections: boot with proc_mem.force_override=always");
	mprotect(page, PAGE, PROT_READ | PROT_WRITE);
	close(mem);
}

//: require_ioctl
static void require_ioctl(unsigned long request, const char *name)
{
	struct hmm_dmirror_cmd cmd = { .addr = ARENA, .npages = 2 };
	int file = open("/dev/hmm_dmirror0", O_RDWR | O_CLOEXEC);

	if (ioctl(file, request, &cmd))
		refuse("this kernel's driver has no %s", name);
	close(file);
}

//: watch
static int watcher;			/* a pipe to the process that waits for this one */

/*
 * A call that never returns cannot be interrupted. So another process makes the steps, and this
 * one has its exit status, or tells that it stays in step @number.
 */
static void watch(int number, const char *name)
{
	int ends[2], status;
	pid_t worker;
	char begun;

	if (pipe(ends) || (worker = fork()) < 0)
		refuse("a process cannot be made: %s", strerror(errno));
	if (!worker) {
		close(ends[0]);
		watcher = ends[1];
		return;
	}
	close(ends[1]);
	/* where the call can be interrupted, the worker's own alarm comes first */
	if (read(ends[0], &begun, 1) == 1 &&
	    poll(&(struct pollfd){ ends[0], POLLIN, 0 }, 1, 11000) == 0) {
		printf("step %d: %s: expected to finish, still running after 10 s\n", number, name);
		exit(1);
	}
	waitpid(worker, &status, 0);
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

//: deadly
/* The last words, if the kernel is bad. */
static void deadly(int number, const char *what)
{
	fprintf(stderr, "step %d: a bad kernel %s here\n", number, what);
	tcdrain(STDERR_FILENO);	/* a serial line lags behind */
	if (write(watcher, "", 1) != 1)	//? hangs
		finish(4, "the process that waits for this one is gone");	//? hangs
}

//: survived
static void survived(void)
{
	printf("step %d: %s: this kernel survives\n", step, command);
}

//: on_signal
static void on_signal(int number)
{
	static char line[160];
	ssize_t ignored;

	snprintf(line, sizeof(line), "step %d: %s: expected to survive, got signal %d\n",
		 step, command, number);
	ignored = write(STDOUT_FILENO, line, strlen(line));
	(void)ignored;
	end_child();	//? child
	_exit(1);
}

