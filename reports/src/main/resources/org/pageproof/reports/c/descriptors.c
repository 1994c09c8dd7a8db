//: fd EMPTY_SLOT
/* An empty slot stands for a number that is never open. */
#define EMPTY_SLOT	1000000
//: fd
static int fd[2] = { EMPTY_SLOT, EMPTY_SLOT };

//: descriptor fds fds_before see_descriptors
struct descriptor {
	int open;
	int total, pending;	/* waiters, and those whose message was not read */
	int poll;
	uint64_t features;
};

//: fds see_descriptors
static struct descriptor fds[2];
//: fds_before
static struct descriptor fds_before[2];
//: info see_descriptors opened
static int info[2] = { -1, -1 };	/* /proc/self/fdinfo/N */

//: see_descriptors
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

//: kernel_features
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

//: require_features
static void require_features(uint64_t needed)
{
	if (needed & ~kernel_features())
		finish(4, "this kernel lacks the features 0x%" PRIx64, needed & ~kernel_features());
}

//: TRACE_FEATURES EXPECT_MASK
#define TRACE_FEATURES	%features%

//: EXPECT_MASK
/* What is reported of the kernel itself: compared if it has the features of the trace's kernel. */
#define EXPECT_MASK(name, field, ...)	do {			\
	if (kernel_features() == TRACE_FEATURES)			\
		EXPECT_OUT(name, field, __VA_ARGS__);		\
} while (0)

//: skip_if_unavailable
static void skip_if_unavailable(void)
{
	if (reply == -EPERM || reply == -EACCES || reply == -ENOENT || reply == -ENOSYS)
		finish(4, "userfaultfd is not available here: %s", reply_text(reply));
}

//: skip_if_privileged
static void skip_if_privileged(void)
{
	if (!reply)
		finish(4, "the user of the trace may not do this, this one may");
}

//: fd_text
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

//: look_at_fd
/* What is looked at may change in this step. */
static const char *look_at_fd(int slot)
{
	fds_before[slot] = fds[slot];
	return fd_text(&fds[slot]);
}

//: EXPECT_FD
#define EXPECT_FD(slot, ...)	check_text("fd" #slot, look_at_fd(slot), TEXTS(__VA_ARGS__))

