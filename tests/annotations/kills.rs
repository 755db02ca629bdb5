//! Adds, edits, deletions and compactions, each killed as often as the others. What was
//! acknowledged must hold in the end; what was killed may have happened or not, whole.

use std::collections::{HashMap, HashSet};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::device::{Device, done, files, told};
use crate::{count, random};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Add,
    Edit,
    Delete,
    Compact,
}

impl Task {
    const ALL: [Self; 4] = [Self::Add, Self::Edit, Self::Delete, Self::Compact];
}

/// The note that holds, `None` where it was deleted.
type Note = Option<String>;

/// What may be found of an annotation that was acknowledged.
struct Known {
    acknowledged: Note,
    /// What commands that were killed since may have made of it.
    possible: Vec<Note>,
}

impl Known {
    fn new(note: Note) -> Self {
        Self {
            acknowledged: note,
            possible: Vec::new(),
        }
    }
}

#[derive(Default)]
struct Record {
    known: HashMap<String, Known>,
    /// Those that are there to be edited and deleted.
    ids: Vec<String>,
    /// Notes of adds that were killed.
    perhaps: HashSet<String>,
    killed: [usize; 4],
    done: [usize; 4],
}

#[test]
#[ignore = "takes a minute; started by .ci/run"]
fn commands_that_are_killed_lose_nothing_that_was_acknowledged() {
    // A kill takes nothing from a disk, so that a file system in memory tests the same, faster.
    let memory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    let memory = memory.unwrap();
    let device = Device::new(memory.path(), "killed");
    // The least of five: on a busy machine a longer span would let most commands end unkilled.
    let span = (0..5).map(|_| time_of_an_add(&device)).min().unwrap();
    let each = count("KILLS", 1000) / Task::ALL.len();
    let mut record = Record::default();
    for number in 1.. {
        let is_open = |task: &Task| record.killed[*task as usize] < each;
        let open: Vec<Task> = Task::ALL.into_iter().filter(is_open).collect();
        if open.is_empty() {
            break;
        }
        let task = open[random(open.len())];
        // There is always something to edit and to delete, however long it takes to add it: an add
        // that may be killed might always be.
        if record.ids.len() <= 3 {
            let note = format!("先{number}");
            let id = device.add(&note);
            record.ids.push(id.clone());
            record.known.insert(id, Known::new(Some(note)));
        }
        record.interrupt(&device, task, number, span);
    }
    check_cleanness(&device, &record);
    record.check(&device);
    let ([add, edit, delete, compact], done) = (record.killed, record.done);
    println!(
        "killed {add} adds, {edit} edits, {delete} deletions, {compact} compactions; {done:?} acknowledged between them: all hold, and every next start is clean"
    );
}

fn time_of_an_add(device: &Device) -> Duration {
    let start = Instant::now();
    device.add("先");
    start.elapsed()
}

/// Kills a command after some time, if it has not ended by then.
fn kill_after(mut command: Command, time: Duration) -> Output {
    let mut child = command.spawn().unwrap();
    thread::sleep(time);
    // It may have ended.
    let _ = child.kill();
    child.wait_with_output().unwrap()
}

/// What was written goes into the log of a month that is over, which a compaction takes up.
fn close_logs(device: &Device) {
    for log in device.logs() {
        let closed = log.with_file_name("2001-01.jsonl");
        if log == closed {
            continue;
        }
        let mut all = std::fs::read(&closed).unwrap_or_default();
        all.extend(std::fs::read(&log).unwrap());
        // A torn tail is ended first, as the next append would do.
        if all.last().is_some_and(|last| *last != b'\n') {
            all.push(b'\n');
        }
        std::fs::write(&closed, all).unwrap();
        std::fs::remove_file(log).unwrap();
    }
}

impl Record {
    fn interrupt(&mut self, device: &Device, task: Task, number: usize, span: Duration) {
        let at = random(self.ids.len().max(1));
        let id = self.ids.get(at).cloned().unwrap_or_default();
        let (added, edited) = (format!("注{number}"), format!("改{number}"));
        let command = match task {
            Task::Add => device.adding(&added),
            Task::Edit => device.marks(&["edit", &id, "--note", &edited]),
            Task::Delete => device.marks(&["delete", &id]),
            Task::Compact => {
                close_logs(device);
                device.marks(&["compact"])
            }
        };
        let output = kill_after(command, span.mul_f64(random(32768) as f64 / 32768.0));
        let said = told(&output);
        match (output.status.code(), output.status.signal()) {
            (Some(0), _) => {
                assert!(said.is_empty(), "{task:?} after kills: {said}");
                self.done[task as usize] += 1;
                let (id, note) = match task {
                    Task::Add => {
                        let id = String::from_utf8(output.stdout).unwrap().trim().to_owned();
                        self.ids.push(id.clone());
                        (id, Some(added))
                    }
                    Task::Edit => (id, Some(edited)),
                    Task::Delete => {
                        self.ids.remove(at);
                        (id, None)
                    }
                    Task::Compact => return,
                };
                self.known.insert(id, Known::new(note));
            }
            (_, Some(9)) => {
                self.killed[task as usize] += 1;
                let possible = match task {
                    Task::Add => {
                        self.perhaps.insert(added);
                        return;
                    }
                    Task::Edit => Some(edited),
                    Task::Delete => None,
                    Task::Compact => return,
                };
                self.known.get_mut(&id).unwrap().possible.push(possible);
            }
            // It is not there: then it was deleted by a command that was killed.
            (Some(1), _) if matches!(task, Task::Edit | Task::Delete) => {
                assert!(
                    self.known[&id].possible.contains(&None),
                    "{task:?} {id}: {said}"
                );
                self.known.insert(id, Known::new(None));
                self.ids.remove(at);
            }
            _ => panic!("{task:?} after kills: {} {said}", output.status),
        }
    }

    /// What was acknowledged is there, and nothing that nobody wrote.
    fn check(&self, device: &Device) {
        let mut there: HashMap<String, String> = device.by_id().into_iter().collect();
        for (id, known) in &self.known {
            let note = there.remove(id);
            assert!(
                note == known.acknowledged || known.possible.contains(&note),
                "acknowledged: {:?}, possible: {:?}, there is: {note:?}",
                known.acknowledged,
                known.possible
            );
        }
        for note in there.values() {
            assert!(
                note == "先" || self.perhaps.contains(note),
                "nobody wrote {note}"
            );
        }
    }
}

/// No file of a killed compaction stays behind the next one that ends, and the logs are whole.
fn check_cleanness(device: &Device, record: &Record) {
    done(device.marks(&["compact"]));
    let files = files(&device.config());
    let is_left = |path: &&PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with('.') && path.extension().is_some_and(|end| end == "tmp")
    };
    let left = files.iter().find(is_left);
    assert_eq!(left, None, "a killed compaction left files");
    // Linux cuts a write at the end of a page where a kill comes just then (generic_perform_write):
    // such a tail is no record, nobody was told of it, and it is rare. Any other damage, or more of
    // it, would be the program's.
    let checked = device.marks(&["check"]).output().unwrap();
    let checked = String::from_utf8(checked.stdout).unwrap();
    // `PATH:LINE: what`
    let is_damage = |line: &&str| {
        let mut heads = line.split(": ").filter_map(|head| head.rsplit_once(':'));
        heads.any(|(_, number)| number.parse::<usize>().is_ok())
    };
    let is_torn = |line: &&str| line.ends_with(": no record");
    let (torn, others): (Vec<&str>, Vec<&str>) = checked
        .lines()
        .filter(|line| is_damage(line) || is_torn(line))
        .partition(is_torn);
    let [add, edit, delete, _] = record.killed;
    assert!(
        others.is_empty() && torn.len() * 100 <= add + edit + delete,
        "killed commands left damage: {checked}"
    );
}
