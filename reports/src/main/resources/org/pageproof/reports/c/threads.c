//: access toucher
enum access {
	READ, READ_LAST, WRITE, SYSCALL_READ, SYSCALL_WRITE, POPULATE_READ, POPULATE_WRITE
};

//: toucher
static struct toucher {
	pthread_t thread;
	pid_t tid;
	sem_t go, ready;
	int pipe[2];		/* its own: a system call asleep in a fault holds the lock */
	int wchan;
	enum access access;
	volatile uint64_t *word;
	uint64_t token;
	int64_t result;
	int busy;		/* asked to touch, and its end not yet seen */
	int done;
} toucher[3];

//: touching touch settle
static int touching = -1;		/* whose touch is the command */
//: ended settle
static int ended;			/* whose earlier touch ended in this step; bit n is thread n */

//: trap on_bus_error
static __thread sigjmp_buf trap;	/* where a touch goes on that raises SIGBUS */

static void on_bus_error(int number)
{
	siglongjmp(trap, number);
}

//: access_word
static int64_t access_word(struct toucher *t)
{
	uint64_t word = t->token;
	int error;

	if (sigsetjmp(trap, 1))	//? sigbus
		return SIGNALLED(SIGBUS);	//? sigbus
	switch (t->access) {
	case READ:
	case READ_LAST:
		return *t->word;
	case WRITE:
		*t->word = t->token;
		return 0;
	case SYSCALL_READ:
		if (write(t->pipe[1], (void *)t->word, 8) < 0)
			return -errno;
		return read(t->pipe[0], &word, 8) == 8 ? (int64_t)word : -EIO;
	case POPULATE_READ:	//? populate
		return madvise((void *)t->word, PAGE, MADV_POPULATE_READ) ? -errno : 0;	//? populate
	case POPULATE_WRITE:	//? populate
		return madvise((void *)t->word, PAGE, MADV_POPULATE_WRITE) ? -errno : 0;	//? populate
	default:
		if (write(t->pipe[1], &word, 8) != 8)
			return -EIO;
		if (read(t->pipe[0], (void *)t->word, 8) == 8)
			return 0;
		error = errno;
		return read(t->pipe[0], &word, 8) < 0 ? -error : -error;
	}
}

//: toucher_main
static void *toucher_main(void *arg)
{
	struct toucher *t = arg;
	int spins;	//? benchmark

	t->tid = syscall(SYS_gettid);
	sem_post(&t->ready);
	for (;;) {
		for (spins = 0; spins < 1000 && sem_trywait(&t->go); spins++)	//? benchmark
			;	//? benchmark
		while (spins == 1000 && sem_wait(&t->go))	//? benchmark
			;	//? benchmark
		while (sem_wait(&t->go))	//? !benchmark
			;	//? !benchmark
		t->result = access_word(t);
		__atomic_store_n(&t->done, 1, __ATOMIC_RELEASE);
	}
	return NULL;
}

//: start_toucher
static void start_toucher(struct toucher *t)
{
	char path[64];

	signal(SIGBUS, on_bus_error);	//? sigbus
	sem_init(&t->go, 0, 0);
	sem_init(&t->ready, 0, 0);
	if (pipe2(t->pipe, O_CLOEXEC | O_NONBLOCK) ||
	    pthread_create(&t->thread, NULL, toucher_main, t))
		finish(4, "a thread cannot be started");
	while (sem_wait(&t->ready))
		;
	snprintf(path, sizeof(path), "/proc/self/task/%d/wchan", t->tid);
	t->wchan = open(path, O_RDONLY | O_CLOEXEC);
}

//: touch
/* Lets a thread touch a page; whether it blocked is known when all have settled. */
static void touch(int thread, enum access access, uint64_t address, uint64_t token)
{
	struct toucher *t = &toucher[thread];

	if (!t->tid)
		start_toucher(t);
	t->access = access;
	t->word = (void *)(address + (access == READ_LAST ? PAGE - 8 : 0));
	t->token = token;
	t->done = 0;
	t->busy = 1;
	touching = thread;
	sem_post(&t->go);
}

//: is_done
static int is_done(struct toucher *t)
{
	return __atomic_load_n(&t->done, __ATOMIC_ACQUIRE);
}

//: sleeps_in_fault
static int sleeps_in_fault(struct toucher *t)
{
	char where[64] = "";

	return pread(t->wchan, where, sizeof(where) - 1, 0) > 0 && !strcmp(where, "handle_userfault");
}

//: settle
/*
 * Waits until every thread is done, or asleep in a fault that a descriptor counts. Then nothing
 * moves any more, so that "blocked" is no matter of time.
 */
static void settle(void)
{
	int asleep, running, counted, i;

	do {
		asleep = running = counted = 0;
		for (i = 0; i < 3; i++) {
			if (!toucher[i].busy || is_done(&toucher[i]))
				continue;
			if (sleeps_in_fault(&toucher[i]))
				asleep++;
			else
				running++;
		}
		see_descriptors();	//? descriptors
		counted = fds[0].total + fds[1].total;	//? descriptors
		counted += waiters_of_child();	//? descriptors child
		if (running)	//? !benchmark
			sched_yield();	//? !benchmark
	} while (running || asleep != counted);

	ended = 0;
	for (i = 0; i < 3; i++) {
		if (!toucher[i].busy || !is_done(&toucher[i]))
			continue;
		toucher[i].busy = 0;
		if (i == touching)
			reply = toucher[i].result;
		else
			ended |= 1 << i;
	}
	if (touching >= 0 && toucher[touching].busy)
		reply = BLOCKED;
	touching = -1;
}

//: look_at_thread
/* How an earlier touch of this thread ended in this step; BLOCKED if it sleeps on. */
static int64_t look_at_thread(int i)
{
	int has_ended = ended >> i & 1;

	ended &= ~(1 << i);
	return has_ended ? toucher[i].result : BLOCKED;
}

//: EXPECT_THREAD
#define EXPECT_THREAD(i, ...)	check("thread " #i, look_at_thread(i), VALUES(int64_t, __VA_ARGS__))

