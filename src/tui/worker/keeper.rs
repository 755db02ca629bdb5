//! The keeper: the one thread that reads and writes what is kept (annotations, drafts, reading
//! positions), so that neither the start nor a keystroke waits for a disk. It looks what another
//! copy, or a synchroniser, has written when the system tells of it; else every second.

mod retry;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::annotation::{Annotation, Clock, Drafts, Store, line};
use crate::disk::{self, Volume, Watch};
use crate::settings::position::Positions;
use crate::settings::{Paths, fault};
use crate::text::Said;
use crate::tui::ask::Keep;
use crate::tui::message::Message;
use crate::tui::report::Report;
use retry::Retry;

/// Something that the keeper is told.
#[derive(Debug)]
pub enum Request {
    /// What the room asks for.
    Keep(Keep),
    /// Whether the reader is there. While they are away, what others have written is seldom looked
    /// for; when they come back, at once.
    Attend(bool),
    /// That others may have written.
    Look,
    /// That everything before it is kept, as far as the disk takes it.
    CaughtUp(Sender<()>),
    /// That nothing more is asked for.
    End,
}

/// The thread, and the way to it.
#[derive(Default)]
pub struct Keeper {
    requests: Option<Sender<Request>>,
    /// What the thread is to do, until it has begun.
    work: Option<Box<dyn FnOnce() -> Option<Said> + Send>>,
    thread: Option<JoinHandle<Option<Said>>>,
}

/// Interval of looking for what other programs have written.
const LOOK: Duration = Duration::from_secs(1);

/// The same where it seldom finds anything: while the reader is away, as far as the terminal
/// reports it, or where the system tells of changes, except of those on other machines.
const SELDOM: Duration = Duration::from_secs(60);

/// Shortest time between two writes of a draft that grows.
const DRAFT: Duration = Duration::from_millis(300);

/// How long a stop of the program waits for the disk.
const CATCH_UP: Duration = Duration::from_secs(2);

impl Keeper {
    /// A keeper who has not begun; after that the thread reports what is kept already, then after
    /// every annotation it was asked to keep or delete, and whenever others have written.
    pub fn new(
        paths: Paths,
        volume: Arc<dyn Volume>,
        clock: Clock,
        positions: Positions,
        to: Sender<Message>,
    ) -> Self {
        let (requests, received) = channel();
        let told = requests.clone();
        let work = Box::new(move || {
            let drafts = Drafts::new(Arc::clone(&volume), &paths.state);
            let store = Store::open_on(Arc::clone(&volume), clock, &paths.config, &paths.state);
            let is_told = Arc::new(AtomicBool::new(false));
            let was_told = Arc::clone(&is_told);
            let watch = store.watch(Box::new(move || {
                // One look finds all that has changed before it.
                if !was_told.swap(true, Ordering::Relaxed) {
                    let _ = told.send(Request::Look);
                }
            }));
            let mut archive = Archive::new(store, drafts, positions, (volume, paths.state), to);
            archive.watch = watch;
            archive.is_told = is_told;
            // What was written between the reading and the watch.
            archive.look();
            archive.serve(&received);
            archive.close()
        });
        Self {
            requests: Some(requests),
            work: Some(work),
            thread: None,
        }
    }

    /// Begins, if that has not happened.
    pub fn begin(&mut self) {
        if let Some(work) = self.work.take() {
            self.thread = Some(thread::spawn(work));
        }
    }

    /// Asks for something to be kept.
    pub fn ask(&self, request: Request) {
        if let Some(requests) = &self.requests {
            // A thread that has ended keeps nothing more; there is no one left to tell.
            let _ = requests.send(request);
        }
    }

    /// Waits until everything asked for so far is kept; the program may stop then, and never go on.
    pub fn catch_up(&self) {
        let (done, waited) = channel();
        self.ask(Request::CaughtUp(done));
        // A disk that does not answer holds no one up.
        let _ = waited.recv_timeout(CATCH_UP);
    }

    /// Waits until everything asked for is kept, as far as the disk takes it; says where what it
    /// does not take is left.
    pub fn finish(&mut self) -> Option<Said> {
        self.begin();
        self.ask(Request::End);
        self.requests = None;
        self.thread
            .take()?
            .join()
            .unwrap_or_else(|_| Some(Said::new("annotate.keeper-failed")))
    }
}

/// Why something is not kept, in one line. Where a reader's room is full, no path has to do with
/// it.
fn told(error: &disk::Error) -> Said {
    let is_ours = error.reason.get_ref().is_some();
    match error.reason.kind() {
        ErrorKind::QuotaExceeded if is_ours => disk::reason(&error.reason),
        _ => error.said(),
    }
}

/// What the keeper's thread holds.
struct Archive {
    store: Store,
    /// `None` where the system does not tell what others have written.
    watch: Option<Watch>,
    /// Whether the watch has asked for a look that is still to come.
    is_told: Arc<AtomicBool>,
    drafts: Drafts,
    /// Drafts that are not written yet, by the ids of their notes.
    unwritten: BTreeMap<String, Box<Annotation>>,
    drafted: Instant,
    /// Drafts that are forgotten once what they became is on the disk.
    superfluous: BTreeSet<String>,
    answered: u64,
    /// Why something is not kept: the first of several errors that say the same.
    problem: Option<disk::Error>,
    retry: Retry,
    /// What was last told of what cannot be read.
    unread: Option<Said>,
    is_attended: bool,
    positions: Positions,
    /// Where how the room looks is kept.
    volume: Arc<dyn Volume>,
    state: PathBuf,
    to: Sender<Message>,
}

impl Archive {
    /// Without a watch.
    fn new(
        store: Store,
        drafts: Drafts,
        positions: Positions,
        (volume, state): (Arc<dyn Volume>, PathBuf),
        to: Sender<Message>,
    ) -> Self {
        Self {
            store,
            watch: None,
            is_told: Arc::default(),
            drafts,
            unwritten: BTreeMap::new(),
            drafted: Instant::now(),
            superfluous: BTreeSet::new(),
            answered: 0,
            problem: None,
            retry: Retry::default(),
            unread: None,
            is_attended: true,
            positions,
            volume,
            state,
            to,
        }
    }

    fn serve(&mut self, requests: &Receiver<Request>) {
        // What a former session could not write is tried first.
        let written = self.store.write();
        self.settle(written);
        let left = self.drafts.take_back();
        self.tell(Report::Opened {
            drafts: self.drafts.read(),
            left,
            damaged: self.store.damaged(),
        });
        self.tell_unread();
        self.tell_kept();
        loop {
            match requests.recv_timeout(self.patience()) {
                Ok(Request::End) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(request) => self.take(request),
                Err(RecvTimeoutError::Timeout) => self.look(),
            }
            if self.drafted.elapsed() >= DRAFT && !self.has_failed() {
                self.try_drafts();
            }
        }
    }

    /// How long to wait for a request before looking what there is to do.
    fn patience(&self) -> Duration {
        let is_told = match &self.watch {
            Some(watch) => !watch.may_have_missed(),
            None => !self.is_attended,
        };
        let usual = if is_told { SELDOM } else { LOOK };
        if self.has_failed() {
            usual.min(self.retry.wait())
        } else if self.unwritten.is_empty() {
            usual
        } else {
            DRAFT
        }
    }

    fn take(&mut self, request: Request) {
        fault::strike("keeper");
        match request {
            Request::Keep(keep) => self.keep(keep),
            Request::CaughtUp(done) => {
                self.try_drafts();
                // Whoever waited may have given up.
                let _ = done.send(());
            }
            Request::Attend(is_there) => {
                self.is_attended = is_there;
                self.look();
            }
            Request::Look => self.look(),
            Request::End => {}
        }
    }

    fn keep(&mut self, keep: Keep) {
        let result = match keep {
            Keep::Put(annotation) => self.store.put(*annotation).1,
            Keep::Delete(id) => self.store.delete(&id),
            Keep::Draft(draft) => {
                self.take_draft(draft);
                return;
            }
            Keep::SetAside(draft) => {
                self.take_draft(draft);
                self.write_drafts()
            }
            Keep::Undraft(id) => {
                self.unwritten.remove(&id);
                self.superfluous.insert(id);
                self.forget_drafts();
                return;
            }
            Keep::History(id) => {
                let history = self.store.history(&id);
                self.tell(Report::History(history));
                return;
            }
            Keep::Leave(position) => {
                // A reading position is worth no complaint: it is left again before long.
                let _ = self.positions.leave(*position);
                return;
            }
            Keep::Look(look) => {
                // So is how the room looks.
                let _ = look.keep(&*self.volume, &self.state);
                return;
            }
        };
        self.answered += 1;
        self.settle(result);
        self.tell_kept();
    }

    /// Takes the outcome of an attempt to write. An error that comes again with every attempt is
    /// told once, as it was at first.
    fn settle(&mut self, written: Result<(), disk::Error>) {
        match written {
            Ok(()) => {
                self.problem = None;
                self.retry = Retry::default();
                self.forget_drafts();
            }
            Err(error) => {
                self.retry.failed();
                self.problem = match self.problem.take() {
                    Some(known) if known.is_like(&error) => Some(known),
                    _ => Some(error),
                };
            }
        }
    }

    fn has_failed(&self) -> bool {
        self.problem.is_some()
    }

    /// Looks what others have written, and tries once more to write what could not be written.
    fn look(&mut self) {
        self.is_told.store(false, Ordering::Relaxed);
        // A folder that could not be watched when it was made is looked at again and again.
        self.watch.take_if(|watch| !watch.follow());
        let was = self.problem.as_ref().map(told);
        if !self.has_failed() {
            self.try_drafts();
        } else if self.retry.is_due() {
            let written = self.write_drafts().and(self.store.write());
            self.settle(written);
        }
        if self.store.reload() || self.problem.as_ref().map(told) != was {
            self.tell_kept();
        }
        self.tell_unread();
    }

    fn take_draft(&mut self, draft: Box<Annotation>) {
        self.superfluous.remove(&draft.id);
        self.unwritten.insert(draft.id.clone(), draft);
    }

    /// Writes the drafts; tells if that does not succeed.
    fn try_drafts(&mut self) {
        if let Err(error) = self.write_drafts() {
            self.settle(Err(error));
            self.tell_kept();
        }
    }

    /// Writes the drafts that are not written yet; on an error they remain.
    fn write_drafts(&mut self) -> Result<(), disk::Error> {
        while let Some(draft) = self.unwritten.first_entry() {
            self.drafted = Instant::now();
            self.drafts.keep(draft.get())?;
            draft.remove();
        }
        Ok(())
    }

    /// Forgets the drafts of what is saved. As long as it is not, the draft is all there is of it.
    fn forget_drafts(&mut self) {
        if self.store.unsaved() == 0 {
            for id in std::mem::take(&mut self.superfluous) {
                self.drafts.forget(&id);
            }
        }
    }

    /// Tells what cannot be read, if that has changed.
    fn tell_unread(&mut self) {
        let unread = self.store.problems().first().map(disk::Error::said);
        if self.unread != unread {
            self.unread.clone_from(&unread);
            if let Some(reason) = unread {
                self.tell(Report::Unread(reason));
            }
        }
    }

    fn tell_kept(&self) {
        self.tell(Report::Kept {
            answered: self.answered,
            annotations: self.store.annotations(),
            problem: self.problem.as_ref().map(told),
        });
    }

    fn tell(&self, report: Report) {
        if self.to.send(report.into()).is_err() {
            // The reading room has ended; what is still asked for is kept all the same.
        }
    }

    /// Keeps what it has to keep; says where that is, or what could not be kept anywhere.
    fn close(mut self) -> Option<Said> {
        let drafts = self.write_drafts();
        let rescued = self.store.rescue();
        let mut lost: String = self
            .unwritten
            .values()
            .map(|draft| line(draft) + "\n")
            .collect();
        if rescued.is_err() {
            lost += &self.store.left_over();
        }
        match drafts.and(rescued) {
            Ok(left) => left.map(|path| Said::new("annotate.left-over").with(path.display())),
            Err(error) => {
                let said = Said::new("annotate.lost").with_said(error.said());
                Some(said.with(lost))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{SourceRef, Target};
    use crate::text::Span;

    /// An idle room wakes nobody: where the system tells of changes, the keeper waits for it.
    #[test]
    fn an_idle_keeper_looks_every_second_only_where_nothing_tells_of_changes() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let volumes: [Arc<dyn Volume>; 2] = [
            Arc::new(disk::System),
            Arc::new(disk::memory::Memory::default()),
        ];
        let waits = volumes.map(|volume| {
            let store = Store::open_on(
                Arc::clone(&volume),
                Clock::new(jiff::Timestamp::now),
                &at("config"),
                &at("state"),
            );
            let watch = store.watch(Box::new(|| {}));
            let drafts = Drafts::new(Arc::clone(&volume), &at("state"));
            let positions = Positions::read(&at("state")).0;
            let mut archive =
                Archive::new(store, drafts, positions, (volume, at("state")), channel().0);
            archive.watch = watch;
            archive.look();
            let idle = archive.patience();
            let source = SourceRef::default();
            let target = Target::new(source, "文", Span::new(0, 3), None);
            archive.take_draft(Box::new(Annotation::bookmark(target, None)));
            assert_eq!(archive.patience(), DRAFT);
            idle
        });
        assert_eq!(waits, [SELDOM, LOOK]);
    }
}
