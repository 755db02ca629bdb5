//! A real Syncthing pair on this machine alone: of devices of their own, or of two with the same
//! name, whose edits meet in conflict copies.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::device::{Device, Quarrel, done, files, sorted};
use crate::needs;

#[test]
#[ignore = "needs Syncthing; started by .ci/run"]
fn two_devices_agree_after_syncthing() {
    pair("two devices", false);
}

#[test]
#[ignore = "needs Syncthing; started by .ci/run"]
fn two_devices_of_one_name_agree_after_syncthing() {
    pair("two devices of one name", true);
}

/// Syncthing on one of the two devices.
struct Daemon {
    home: PathBuf,
    /// What the other knows it by.
    id: String,
    listens: u16,
    answers: u16,
    process: Option<Child>,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Daemon {
    fn new(home: PathBuf) -> Self {
        let generate = |more: &[&str]| {
            let mut command = Command::new("syncthing");
            command.arg("generate").arg("--home").arg(&home).args(more);
            command
        };
        // Some versions ask not to make a folder, others make none.
        let asked = generate(&["--no-default-folder"]).output().unwrap();
        if !asked.status.success() {
            done(generate(&[]));
        }
        let config = std::fs::read_to_string(home.join("config.xml")).unwrap();
        let (_, id) = config.split_once("<device id=\"").unwrap();
        let (id, _) = id.split_once('"').unwrap();
        Self {
            id: id.to_owned(),
            listens: free_port(),
            answers: free_port(),
            process: None,
            home,
        }
    }

    fn start(&mut self, device: &Device, peers: &str, members: &str) {
        let folder = device.annotations();
        std::fs::create_dir_all(&folder).unwrap();
        let (folder, listens, answers) = (folder.display(), self.listens, self.answers);
        let config = format!(
            r#"<configuration version="36">
  <folder id="marks" path="{folder}" type="sendReceive" rescanIntervalS="3600" fsWatcherEnabled="true" fsWatcherDelayS="1">
    {members}<maxConflicts>10</maxConflicts>
  </folder>
  {peers}
  <gui enabled="true" tls="false"><address>127.0.0.1:{answers}</address><apikey>annotations</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{listens}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><startBrowser>false</startBrowser>
    <reconnectionIntervalS>1</reconnectionIntervalS><urAccepted>-1</urAccepted><crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
  </options>
</configuration>
"#
        );
        std::fs::write(self.home.join("config.xml"), config).unwrap();
        let log = std::fs::File::create(self.log()).unwrap();
        let process = Command::new("syncthing")
            .args(["serve", "--no-browser", "--no-restart", "--home"])
            .arg(&self.home)
            .env("STNODEFAULTFOLDER", "1")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn();
        self.process = Some(process.unwrap());
    }

    fn log(&self) -> PathBuf {
        self.home.join("log")
    }

    /// Posts to the REST interface.
    fn post(&self, path: &str) -> Command {
        let mut command = Command::new("curl");
        command
            .args(["-fsS", "-m", "10", "-X", "POST"])
            .args(["-H", "X-API-Key: annotations"])
            .arg(format!("http://127.0.0.1:{}/rest/{path}", self.answers));
        command
    }
}

struct Pair {
    devices: [Device; 2],
    daemons: [Daemon; 2],
}

impl Pair {
    fn start(work: &Path, is_namesake: bool) -> Self {
        let devices = ["one", "other"].map(|name| Device::new(work, name));
        devices[0].add("共");
        if is_namesake {
            devices[1].take_name_of(&devices[0]);
        }
        let mut daemons = ["sync-one", "sync-other"].map(|name| Daemon::new(work.join(name)));
        let members = daemons.each_ref().map(|daemon| {
            let id = &daemon.id;
            format!("<device id=\"{id}\"></device>")
        });
        let peers = daemons.each_ref().map(|daemon| {
            let (id, port) = (&daemon.id, daemon.listens);
            format!("<device id=\"{id}\"><address>tcp://127.0.0.1:{port}</address></device>")
        });
        for (daemon, device) in daemons.iter_mut().zip(&devices) {
            daemon.start(device, &peers.concat(), &members.concat());
        }
        Self { devices, daemons }
    }

    /// Waits until both have these notes. A file that both are writing is tried again by Syncthing
    /// after a minute.
    fn wait_for(&self, notes: &[String]) {
        let notes = sorted(notes);
        for _ in 0..300 {
            for daemon in &self.daemons {
                // It may not be listening yet.
                let _ = daemon.post("db/scan?folder=marks").output();
            }
            if self.devices.iter().all(|device| device.notes() == notes) {
                return;
            }
            thread::sleep(Duration::from_millis(500));
        }
        let there = self.devices.each_ref().map(Device::notes);
        let logs = self
            .daemons
            .each_ref()
            .map(|daemon| std::fs::read_to_string(daemon.log()).unwrap());
        panic!(
            "the two did not come together within minutes on {notes:?}: {there:?}\n{}",
            logs.concat()
        );
    }
}

fn pair(name: &str, is_namesake: bool) {
    if !needs::program("syncthing", "syncthing") || !needs::program("curl", "curl") {
        let why = "Syncthing or curl is neither here nor to be had";
        return needs::skip(&format!("annotations: Syncthing, {name}"), why);
    }
    let work = tempfile::tempdir().unwrap();
    let pair = Pair::start(work.path(), is_namesake);
    let [one, other] = &pair.devices;
    let mut kept = vec!["共".to_owned()];
    pair.wait_for(&kept);
    let mut last = None;
    for round in 1..=Quarrel::ROUNDS {
        let quarrel = Quarrel::prepare(one, round);
        let disputed = [format!("争{round}"), format!("争{round}")];
        pair.wait_for(&[&kept[..], &disputed].concat());
        // Syncthing names a conflict copy by the second, and writes a second one of that second
        // over the first.
        thread::sleep(Duration::from_millis(1100));
        // The first time both are on line, then neither is.
        let is_off_line = round > 1;
        if is_off_line {
            done(pair.daemons[0].post("system/pause"));
        }
        kept.extend(quarrel.fight(one, other, round));
        if is_off_line {
            done(pair.daemons[0].post("system/resume"));
        }
        pair.wait_for(&kept);
        last = Some(quarrel);
    }
    last.unwrap().check_settled(name, one, other, &kept);
    let copies = files(&one.annotations());
    let copies = copies
        .iter()
        .filter(|path| path.to_string_lossy().contains(".sync-conflict-"))
        .count();
    // Without conflict copies the first would prove nothing; two devices never write to one file.
    assert_eq!(copies > 0, is_namesake, "{name}: {copies} conflict copies");
    println!(
        "Syncthing, {name}: {} notes, on line and off, {copies} conflict copies; the same on both, no question asked",
        kept.len()
    );
}
