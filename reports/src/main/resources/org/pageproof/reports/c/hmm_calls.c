//: open_mirror unless benchmark
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

//: open_mirror if benchmark
/* Closing a mirror takes milliseconds; those that a sequence has left open are used again. */
static int kept[DEVICES][2], number_kept[DEVICES];
static int device_of[MIRRORS];

static void open_mirror(int slot, int device)
{
	char path[32];

	reply = 0;
	device_of[slot] = device;
	if (device < DEVICES && number_kept[device]) {
		mirror[slot] = kept[device][--number_kept[device]];
		return;
	}
	snprintf(path, sizeof(path), "/dev/hmm_dmirror%d", device);
	mirror[slot] = open(path, O_RDWR | O_CLOEXEC);
	if (mirror[slot] < 0) {
		reply = -errno;
		mirror[slot] = EMPTY_SLOT;
	}
}

static void keep_mirror(int slot)
{
	int device = device_of[slot];

	if (mirror[slot] == EMPTY_SLOT)
		return;
	ioctl(mirror[slot], HMM_DMIRROR_FLAGS, &(struct hmm_dmirror_cmd) { .npages = 2 });	//? flags
	if (number_kept[device] < 2)
		kept[device][number_kept[device]++] = mirror[slot];
	else
		close(mirror[slot]);
	mirror[slot] = EMPTY_SLOT;
}

//: close_mirror
static void close_mirror(int slot)
{
	reply = close(mirror[slot]) ? -errno : 0;
	mirror[slot] = EMPTY_SLOT;
}

//: buffer
/* What ptr points to. */
static uint64_t buffer[%buffer_pages%][512] __attribute__((aligned(4096)));

//: place
/* Where the next ioctl's buffer and struct lie if not in ordinary memory. */
static enum { VALID, BAD, READ_ONLY, STRUCT_UNREADABLE, STRUCT_READ_ONLY } place;

//: dmirror unless misuse
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

//: dmirror if misuse
static void dmirror(int slot, unsigned long request, uint64_t addr, uint64_t npages)
{
	static struct hmm_dmirror_cmd page[4096 / sizeof(struct hmm_dmirror_cmd) + 1]
		__attribute__((aligned(4096)));
	void *where = place == STRUCT_UNREADABLE ? BAD_ADDRESS : page;

	page[0] = (struct hmm_dmirror_cmd) {
		.addr = addr, .ptr = place == BAD ? (uintptr_t)BAD_ADDRESS : (uintptr_t)buffer,
		.npages = npages, .cpages = UNTOUCHED, .faults = UNTOUCHED,
	};
	if (place == READ_ONLY)
		mprotect(buffer, sizeof(buffer), PROT_READ);
	if (place == STRUCT_READ_ONLY)
		mprotect(page, PAGE, PROT_READ);
	reply = ioctl(mirror[slot], request, where) ? -errno : 0;
	mprotect(buffer, sizeof(buffer), PROT_READ | PROT_WRITE);
	mprotect(page, PAGE, PROT_READ | PROT_WRITE);
	out[0] = page[0].cpages;
	out[1] = page[0].faults;
	place = VALID;
}

//: fill
static void fill(int slot, unsigned long request, uint64_t addr, uint64_t npages)
{
	memset(buffer, 0x77, sizeof(buffer));
	dmirror(slot, request, addr, npages);
}

//: device_read
static void device_read(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_READ, addr, npages);
}

//: device_write
/* Page k of the buffer is full of T(id, k). */
static void device_write(int slot, uint64_t addr, uint64_t npages, int id)
{
	size_t i;

	for (i = 0; i < sizeof(buffer) / 8; i++)
		buffer[i / 512][i % 512] = T(id, i / 512);
	dmirror(slot, HMM_DMIRROR_WRITE, addr, npages);
}

//: migrate_to_dev
static void migrate_to_dev(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_MIGRATE_TO_DEV, addr, npages);
}

//: migrate_to_sys
static void migrate_to_sys(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_MIGRATE_TO_SYS, addr, npages);
}

//: snapshot
static void snapshot(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_SNAPSHOT, addr, npages);
}

//: make_exclusive
static void make_exclusive(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_EXCLUSIVE, addr, npages);
}

//: check_exclusive
static void check_exclusive(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_CHECK_EXCLUSIVE, addr, npages);
}

//: release
static void release(int slot, uint64_t addr, uint64_t npages)
{
	fill(slot, HMM_DMIRROR_RELEASE, addr, npages);
}

//: set_flags
static void set_flags(int slot, uint64_t value)
{
	fill(slot, HMM_DMIRROR_FLAGS, ARENA, value);
}

//: WRONG_SIZE
#define WRONG_SIZE	_IOC(_IOC_READ | _IOC_WRITE, 'H', _IOC_NR(HMM_DMIRROR_SNAPSHOT), 32)
//: WRONG_DIRECTION
#define WRONG_DIRECTION	_IOW('H', _IOC_NR(HMM_DMIRROR_SNAPSHOT), struct hmm_dmirror_cmd)
//: wrong_ioctl
/* An ioctl that does not exist, with a struct that would do for one that does. */
static void wrong_ioctl(int slot, unsigned long request, uint64_t addr)
{
	struct hmm_dmirror_cmd cmd = { .addr = addr, .ptr = (uintptr_t)buffer, .npages = 1 };

	reply = ioctl(mirror[slot], request, &cmd) ? -errno : 0;
}

//: wrong_ioctl_unreadable
static void wrong_ioctl_unreadable(int slot, unsigned long request)
{
	reply = ioctl(mirror[slot], request, BAD_ADDRESS) ? -errno : 0;
}

//: read_mirror
static void read_mirror(int slot)
{
	ssize_t n = read(mirror[slot], buffer, 8);

	reply = n < 0 ? -errno : n;
}

//: write_mirror
static void write_mirror(int slot)
{
	ssize_t n = write(mirror[slot], buffer, 8);

	reply = n < 0 ? -errno : n;
}

//: map_shared
static void map_shared(uint64_t start, uint64_t len)
{
	void *got = mmap((void *)start, len, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	reply = got == MAP_FAILED ? -errno : 0;
}

//: map_private_memfd
/* Page k of the file is full of T(id, k). */
static void map_private_memfd(uint64_t start, uint64_t len, int id)
{
	int file = syscall(__NR_memfd_create, "pageproof", MFD_CLOEXEC);
	uint64_t words[512];
	uint64_t at;
	void *got;
	int k;

	for (at = 0; at < len; at += PAGE) {
		for (k = 0; k < 512; k++)
			words[k] = T(id, at / PAGE);
		if (pwrite(file, words, PAGE, at) != (ssize_t)PAGE)
			finish(4, "a memfd cannot be made");
	}
	got = mmap((void *)start, len, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_FIXED_NOREPLACE, file, 0);
	reply = got == MAP_FAILED ? -errno : 0;
	close(file);
}

//: cpu_read
static void cpu_read(uint64_t address)
{
	reply = *(const volatile uint64_t *)address;
}

//: cpu_write
static void cpu_write(uint64_t address, uint64_t token)
{
	*(volatile uint64_t *)address = token;
	reply = 0;
}

//: syscall_read syscall_write
/* 8 bytes through a pipe, so that the kernel touches the page. */
static void through_pipe(const void *from, void *to)
{
	int ends[2];

	if (pipe(ends))
		finish(4, "a pipe cannot be made");
	reply = write(ends[1], from, 8) == 8 && read(ends[0], to, 8) == 8 ? 0 : -errno;
	close(ends[0]);
	close(ends[1]);
}

//: syscall_read
static void syscall_read(uint64_t address)
{
	uint64_t word = 0;

	through_pipe((void *)address, &word);
	if (!reply)
		reply = word;
}

//: syscall_write
static void syscall_write(uint64_t address, uint64_t token)
{
	through_pipe(&token, (void *)address);
}

//: child_load
static void child_load(uint64_t address)
{
	uint64_t word;

	reply = pread(child_mem, &word, 8, address) < 0 ? -errno : (int64_t)word;
}

//: child_store
static void child_store(uint64_t address, uint64_t token)
{
	reply = pwrite(child_mem, &token, 8, address) < 0 ? -errno : 0;
}

