//: opened
static void opened(int slot, int number, int handshake)
{
	static int info_of[2];	//? benchmark
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
	if (info_of[slot] == number)	/* the open file follows the number */	//? benchmark
		return;	//? benchmark
	info_of[slot] = number;	//? benchmark
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", number);
	info[slot] = open(path, O_RDONLY | O_CLOEXEC);
}

//: uffd_open
static void uffd_open(int slot, int flags, int handshake)
{
	opened(slot, syscall(__NR_userfaultfd, flags), handshake);
}

//: uffd_open_device
static void uffd_open_device(int slot, int flags, int handshake)
{
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);
	int number = device < 0 ? -1 : ioctl(device, USERFAULTFD_IOC_NEW, flags);
	int error = errno;

	if (device >= 0)
		close(device);
	errno = error;
	opened(slot, number, handshake);
}

//: uffd_close
static void uffd_close(int slot)
{
	reply = close(fd[slot]) ? -errno : 0;
	fd[slot] = EMPTY_SLOT;
	only_inherited[slot] = 1;	//? child
}

//: argument
/* Where the next ioctl's argument lies: in a page that cannot be written, or at a bad address. */
static enum { VALID, READ_ONLY, UNREADABLE } argument;

//: uffd_ioctl unless misuse
static void uffd_ioctl(int slot, unsigned long request, void *arg)
{
	reply = ioctl(fd[slot], request, arg) ? -errno : 0;
}

//: uffd_ioctl if misuse
static void uffd_ioctl(int slot, unsigned long request, void *arg)
{
	size_t size = _IOC_SIZE(request);
	static void *page;
	void *where = argument == UNREADABLE ? BAD_ADDRESS : arg;

	if (!page)
		page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (argument == READ_ONLY) {
		where = memcpy(page, arg, size);
		mprotect(page, PAGE, PROT_READ);
	}
	reply = ioctl(fd[slot], request, where) ? -errno : 0;
	if (argument == READ_ONLY) {
		mprotect(page, PAGE, PROT_READ | PROT_WRITE);
		memcpy(arg, page, size);
	}
	argument = VALID;
}

//: uffd_api
static void uffd_api(int slot, uint64_t version, uint64_t wanted_features)
{
	struct uffdio_api arg = {
		.api = version, .features = wanted_features, .ioctls = UNTOUCHED
	};

	uffd_ioctl(slot, UFFDIO_API, &arg);
	out[0] = arg.api;
	out[1] = arg.features;
	out[2] = arg.ioctls;
}

//: uffd_register
static void uffd_register(int slot, uint64_t start, uint64_t len, uint64_t mode)
{
	struct uffdio_register arg = {
		.range = { .start = start, .len = len }, .mode = mode, .ioctls = UNTOUCHED
	};

	uffd_ioctl(slot, UFFDIO_REGISTER, &arg);
	out[0] = arg.ioctls;
}

//: uffd_unregister
static void uffd_unregister(int slot, uint64_t start, uint64_t len)
{
	struct uffdio_range arg = { .start = start, .len = len };

	uffd_ioctl(slot, UFFDIO_UNREGISTER, &arg);
}

//: uffd_wake
static void uffd_wake(int slot, uint64_t start, uint64_t len)
{
	struct uffdio_range arg = { .start = start, .len = len };

	uffd_ioctl(slot, UFFDIO_WAKE, &arg);
}

//: uffd_writeprotect
static void uffd_writeprotect(int slot, uint64_t start, uint64_t len, uint64_t mode)
{
	struct uffdio_writeprotect arg = { .range = { .start = start, .len = len }, .mode = mode };

	uffd_ioctl(slot, UFFDIO_WRITEPROTECT, &arg);
}

//: uffd_copy
static void uffd_copy(int slot, uint64_t dst, uint64_t len, uint64_t src, uint64_t mode)
{
	struct uffdio_copy arg = {
		.dst = dst, .src = src, .len = len, .mode = mode, .copy = UNTOUCHED
	};

	uffd_ioctl(slot, UFFDIO_COPY, &arg);
	out[0] = arg.copy;
}

//: uffd_zeropage
static void uffd_zeropage(int slot, uint64_t start, uint64_t len, uint64_t mode)
{
	struct uffdio_zeropage arg = {
		.range = { .start = start, .len = len }, .mode = mode, .zeropage = UNTOUCHED
	};

	uffd_ioctl(slot, UFFDIO_ZEROPAGE, &arg);
	out[0] = arg.zeropage;
}

//: tokens
/* Memory to copy from, @offset bytes after a page's start: @count pages, the k-th full of T(id, k). */
static uint64_t tokens(int id, int count, int offset)
{
	static uint64_t source[%source_pages% * 512] __attribute__((aligned(4096)));
	int i;

	for (i = 0; i < count * 512; i++)
		source[offset / 8 + i] = T(id, i / 512);
	return (uintptr_t)source + offset;
}

//: zeros
/* Memory to copy from that was never written. */
static char zeros[%source_pages% * 4096] __attribute__((aligned(4096)));

//: lone_page
/* Memory to copy from: one page full of T(id, 0), followed by nothing. */
static uint64_t lone_page(int id)
{
	static uint64_t *page;
	int i;

	if (!page)
		page = mmap((void *)(ARENA + 0x100000), PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	for (i = 0; i < 512; i++)
		page[i] = T(id, 0);
	return (uintptr_t)page;
}

//: uffd_poll
static void uffd_poll(int slot)
{
	struct pollfd p = { .fd = fd[slot], .events = POLLIN };

	reply = poll(&p, 1, 0) < 0 ? -errno : p.revents;
}

//: messages uffd_read
static struct uffd_msg messages[128];
//: uffd_read
static void uffd_read(int slot, size_t bytes)
{
	memset(messages, 0, sizeof(messages));
	reply = read(fd[slot], messages, bytes);
	if (reply < 0)
		reply = -errno;
}

//: uffd_read_bad_buffer
static void uffd_read_bad_buffer(int slot, size_t bytes)
{
	reply = read(fd[slot], BAD_ADDRESS, bytes);
	if (reply < 0)
		reply = -errno;
}

//: message_text
/* Message @i; the thread is -1 if no id is told, -2 if it is that of none of our threads. */
static const char *message_text(int i)
{
	static char buffer[100];
	const struct uffd_msg *m = &messages[i];
	int tid = m->arg.pagefault.feat.ptid, thread = tid ? -2 : -1, k;

	for (k = 0; k < 3; k++)
		if (tid && toucher[k].tid == tid)
			thread = k;
	snprintf(buffer, sizeof(buffer), "event 0x%x, flags 0x%llx, address 0x%llx, thread %d",
		 m->event, m->arg.pagefault.flags, m->arg.pagefault.address, thread);
	return buffer;
}

//: EXPECT_MESSAGE
#define EXPECT_MESSAGE(i, ...)	check_text("message " #i, message_text(i), TEXTS(__VA_ARGS__))

//: uffd_set_nonblocking
static void uffd_set_nonblocking(int slot, int nonblocking)
{
	int flags = fcntl(fd[slot], F_GETFL);

	if (flags >= 0) {
		flags = nonblocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
		flags = fcntl(fd[slot], F_SETFL, flags);
	}
	reply = flags < 0 ? -errno : 0;
}

//: uffd_unknown_ioctl uffd_wrong_size uffd_write
static char good_memory[32];

//: uffd_unknown_ioctl
static void uffd_unknown_ioctl(int slot)
{
	reply = ioctl(fd[slot], _IOWR(0xAA, 0x30, char[24]), good_memory);
	if (reply < 0)
		reply = -errno;
}

//: uffd_wrong_size
/* UFFDIO_REGISTER, whose argument has 32 bytes. */
static void uffd_wrong_size(int slot)
{
	reply = ioctl(fd[slot], _IOWR(0xAA, 0x00, char[16]), good_memory);
	if (reply < 0)
		reply = -errno;
}

//: uffd_write
static void uffd_write(int slot)
{
	reply = write(fd[slot], good_memory, 32);
	if (reply < 0)
		reply = -errno;
}

//: uffd_mmap
static void uffd_mmap(int slot)
{
	void *got = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd[slot], 0);

	reply = got == MAP_FAILED ? -errno : 1;
	if (got != MAP_FAILED)
		munmap(got, PAGE);
}

//: uffd_seek
static void uffd_seek(int slot)
{
	reply = lseek(fd[slot], 0, SEEK_SET);
	if (reply < 0)
		reply = -errno;
}

//: device_unknown_ioctl
static void device_unknown_ioctl(void)
{
	int device = open("/dev/userfaultfd", O_RDWR | O_CLOEXEC);

	reply = device < 0 ? -1 : ioctl(device, _IO(0xAA, 0x01), 0);
	if (reply < 0)
		reply = -errno;
	if (device >= 0)
		close(device);
}

