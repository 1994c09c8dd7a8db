//: map
static void map(uint64_t start, uint64_t len)
{
	void *got = mmap((void *)start, len, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	reply = got == MAP_FAILED ? -errno : 0;
}

//: map_huge
/* Huge pages are asked for. */
static void map_huge(uint64_t start, uint64_t len)
{
	map(start, len);
	if (!reply && madvise((void *)start, len, MADV_HUGEPAGE))
		reply = -errno;
}

//: map_file
static void map_file(uint64_t start, uint64_t len, const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	void *got;

	if (file < 0)
		finish(4, "%s cannot be opened", path);
	got = mmap((void *)start, len, PROT_NONE, MAP_PRIVATE | MAP_FIXED_NOREPLACE, file, 0);
	reply = got == MAP_FAILED ? -errno : 0;
	close(file);
}

//: map_read_only_memfd
static void map_read_only_memfd(uint64_t start, uint64_t len)
{
	int file = syscall(__NR_memfd_create, "pageproof", MFD_CLOEXEC), read_only;
	char path[64];
	void *got;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	read_only = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || read_only < 0 || ftruncate(file, len))
		finish(4, "a memfd cannot be made");
	got = mmap((void *)start, len, PROT_NONE, MAP_SHARED | MAP_FIXED_NOREPLACE, read_only, 0);
	reply = got == MAP_FAILED ? -errno : 0;
	close(read_only);
	close(file);
}

//: unmap
static void unmap(uint64_t start, uint64_t len)
{
	reply = munmap((void *)start, len) ? -errno : 0;
}

//: protect
static void protect(uint64_t start, uint64_t len, int protection)
{
	reply = mprotect((void *)start, len, protection) ? -errno : 0;
}

//: remap
/* In place. */
static void remap(uint64_t start, uint64_t len, uint64_t new_len)
{
	void *got = mremap((void *)start, len, new_len, 0);

	reply = got == MAP_FAILED ? -errno : got == (void *)start ? 0 : (intptr_t)got;
}

//: remap_to
static void remap_to(uint64_t start, uint64_t len, uint64_t new_len, uint64_t target)
{
	void *got = mremap((void *)start, len, new_len, MREMAP_MAYMOVE | MREMAP_FIXED, target);

	reply = got == MAP_FAILED ? -errno : got == (void *)target ? 0 : (intptr_t)got;
}

//: dontneed
static void dontneed(uint64_t start, uint64_t len)
{
	reply = madvise((void *)start, len, MADV_DONTNEED) ? -errno : 0;
}

//: lazyfree
static void lazyfree(uint64_t start, uint64_t len)
{
	reply = madvise((void *)start, len, MADV_FREE) ? -errno : 0;
}
