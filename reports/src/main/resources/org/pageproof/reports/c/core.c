//: ARENA PAGE R
#define ARENA		0x10000000UL
//: PAGE R map see_pages
#define PAGE		4096UL
//: R if huge
/* Page @page of @region. Regions 0 and 1 touch; a hole of one page precedes 2 and 3. */
#define R(region, page)	\
	(ARENA + PAGE * ((region) ? 512 + ((region) - 1) * (%capacity% + 1) + (page) : (page)))
//: R unless huge
/* Page @page of @region. Regions 0 and 1 touch; a hole of one page precedes 2 and 3. */
#define R(region, page)	\
	(ARENA + PAGE * ((region) * %capacity% + ((region) ? (region) - 1 : 0) + (page)))
//: ARENA_PAGES
#define ARENA_PAGES	%arena_pages%
//: T
/* The word that command @id writes into its page @page: every write has its own. */
#define T(id, page)	(0x7050ULL << 48 | (uint64_t)(id) << 12 | (page))
//: UNTOUCHED
#define UNTOUCHED	0x7777777777777777LL
//: BLOCKED
#define BLOCKED		INT64_MIN
//: SIGNALLED
#define SIGNALLED(number)	(INT64_MIN + (number))
//: BAD_ADDRESS
static volatile uintptr_t bad_address = 0x10;	/* which nobody may map */
#define BAD_ADDRESS	((void *)bad_address)

//: step command finish begin_step
static int step;			/* what is being done */
static const char *command = "";

//: restore_fault_around
static int fault_around = -1;		/* the kernel's setting, which is put back */

static void set_fault_around(int bytes)
{
	FILE *file = fopen("/sys/kernel/debug/fault_around_bytes", "w");

	if (file) {
		fprintf(file, "%d", bytes);
		fclose(file);
	}
}

static void restore_fault_around(void)
{
	if (fault_around >= 0)
		set_fault_around(fault_around);
}

//: end_child
static pid_t child;			/* 0 if there is none */

/* Its end closes the descriptors it inherited, which must not disturb who uses the driver next. */
static void end_child(void)
{
	if (child) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
}

//: finish
/* Ends the program: 1 says that the kernel diverges, 4 that nothing can be said here. */
__attribute__((noreturn, format(printf, 2, 3)))
static void finish(int status, const char *format, ...)
{
	va_list values;

	printf("step %d: %s: ", step, command);
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	fflush(stdout);
	restore_fault_around();	//? fault_around
	end_child();	//? hmm child
	_exit(status);
}

//: begin_step on_alarm hang
static char hang[128];

//: on_alarm
static void on_alarm(int number)
{
	ssize_t ignored = write(STDOUT_FILENO, hang, strlen(hang));

	(void)ignored;
	(void)number;
	end_child();	//? hmm child
	_exit(1);
}

//: begin_step
static void begin_step(int number, const char *name)
{
	step = number;
	command = name;
	snprintf(hang, sizeof(hang), "step %d: %s: expected to finish, still running after 10 s\n",
		 number, name);
	alarm(10);
}

//: reply
static int64_t reply;			/* a result, -errno or BLOCKED */
//: out
static int64_t out[3];			/* the argument's out-fields, in the header's order */

//: refuse
/* Before the first step: nothing can be said here. */
__attribute__((noreturn, format(printf, 1, 2)))
static void refuse(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	exit(4);
}

//: require_option
/* An option of the kernel that may show all choices, with the one that was made in brackets. */
static void require_option(const char *path, const char *value)
{
	FILE *file = fopen(path, "r");
	char got[160] = "", chosen[80];

	snprintf(chosen, sizeof(chosen), "[%s]", value);
	if (!file || !fgets(got, sizeof(got), file))
		refuse("%s cannot be read", path);
	fclose(file);
	got[strcspn(got, "\n")] = 0;
	if (strcmp(got, value) && !strstr(got, chosen))
		refuse("echo %s >%s", value, path);
}

//: require_huge_pages
/* Huge pages are there for those that ask for them, and made by faults alone. */
static void require_huge_pages(void)
{
	require_option("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
	require_option("/sys/kernel/mm/transparent_hugepage/defrag", "madvise");
	require_option("/sys/kernel/mm/transparent_hugepage/use_zero_page", "1");
	require_option("/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs",
		       "4294967295");
}

//: one_page_at_a_time
/* A fault in a file maps its neighbours, too, unless the kernel is told not to. */
static void one_page_at_a_time(void)
{
	FILE *file = fopen("/sys/kernel/debug/fault_around_bytes", "r");

	if (!file || fscanf(file, "%d", &fault_around) != 1)
		refuse("fault_around_bytes of debugfs cannot be read: mount debugfs, run as root");
	fclose(file);
	set_fault_around(4096);
}

