//! Search servers on loopback: shards of ClickHouse that know each other, with the tables and users
//! that `assets/engine` has.

use std::fmt::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use zhangju::engine::Server;
use zhangju::library::Remote;

/// How long a server may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(60);

/// A shard, and the ports it listens on.
struct Shard {
    child: Option<Child>,
    http: u16,
    https: u16,
    tcp: u16,
    internal: u16,
}

/// Some shards with a library between them.
pub struct Servers {
    folder: tempfile::TempDir,
    shards: Vec<Shard>,
    database: &'static str,
}

/// What stands in the settings for a server.
#[derive(Clone)]
pub struct Settings {
    pub address: String,
    pub shards: Vec<String>,
    pub password: PathBuf,
    pub roots: Option<PathBuf>,
    pub database: &'static str,
}

impl Settings {
    /// The lines of its table.
    pub fn lines(&self) -> String {
        let mut lines = format!(
            "address = '{}'\nshards = {:?}\nuser = 'writer'\npassword-file = '{}'\ndatabase = '{}'\n",
            self.address,
            self.shards,
            self.password.display(),
            self.database
        );
        if let Some(roots) = &self.roots {
            writeln!(lines, "roots = '{}'", roots.display()).unwrap();
        }
        lines
    }

    pub fn server(&self) -> Server {
        Server::new("hall", toml::from_str(&self.lines()).unwrap())
    }

    pub fn remote(&self) -> Remote {
        Remote::new(self.server(), None)
    }
}

fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The statements of a file of `assets/engine`.
fn statements(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/engine");
    let text = std::fs::read_to_string(path.join(name)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("--"));
    let text: Vec<&str> = lines.collect();
    let statements = text.join("\n");
    let statements = statements.split(';').map(str::trim);
    let full = statements.filter(|own| !own.is_empty());
    full.map(str::to_owned).collect()
}

impl Servers {
    /// Starts shards of the version that Debian has.
    pub fn start(count: usize) -> Self {
        let shards = (0..count).map(|_| Shard {
            child: None,
            http: port(),
            https: port(),
            tcp: port(),
            internal: port(),
        });
        let mut servers = Self {
            folder: tempfile::tempdir().unwrap(),
            shards: shards.collect(),
            database: "zhangju",
        };
        servers.certify();
        std::fs::write(servers.password(), "w\n").unwrap();
        for index in 0..count {
            servers.configure(index);
            servers.run(index);
        }
        let first = Settings {
            database: "default",
            ..servers.settings()
        };
        let (first, own) = (first.server(), servers.settings().server());
        for index in 0..count {
            servers.wait(index);
            let wanted = || true;
            first
                .command(index, "CREATE DATABASE zhangju", &wanted)
                .unwrap();
            let kind = if count == 1 {
                "single.sql"
            } else {
                "cluster.sql"
            };
            for statement in statements("tables.sql").into_iter().chain(statements(kind)) {
                own.command(index, &statement, &wanted).unwrap();
            }
        }
        servers
    }

    /// Starts the shim that puts the present version behind HTTP: a Python program and a folder in
    /// which `chdb` is.
    pub fn start_shim(shim: &Path, packages: &Path) -> Self {
        let http = port();
        let folder = tempfile::tempdir().unwrap();
        let child = Command::new("python3")
            .arg(shim)
            .arg(http.to_string())
            .arg(folder.path().join("data"))
            .env("PYTHONPATH", packages)
            .spawn()
            .unwrap();
        let servers = Self {
            folder,
            shards: vec![Shard {
                child: Some(child),
                http,
                https: 0,
                tcp: 0,
                internal: 0,
            }],
            database: "default",
        };
        std::fs::write(servers.password(), "w\n").unwrap();
        servers.wait(0);
        let server = servers.settings().server();
        let all = ["tables.sql", "single.sql", "indexes.sql"];
        for statement in all.into_iter().flat_map(statements) {
            // The shim has this database only.
            let statement = statement.replace("(zhangju,", "(default,");
            server.command(0, &statement, &|| true).unwrap();
        }
        servers
    }

    fn at(&self, index: usize, name: &str) -> PathBuf {
        self.folder.path().join(index.to_string()).join(name)
    }

    pub fn password(&self) -> PathBuf {
        self.folder.path().join("password")
    }

    /// A certificate for localhost, signed by one that can be trusted, and one that signs nothing.
    fn certify(&self) {
        let script = "
            new='openssl req -x509 -newkey rsa:2048 -nodes -days 2'
            $new -keyout ca.key -out ca.crt -subj /CN=ca &&
            $new -keyout other.key -out other.crt -subj /CN=other &&
            openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost &&
            echo subjectAltName=DNS:localhost > names &&
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
                -extfile names -out server.crt";
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).current_dir(self.folder.path());
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    pub fn certificate(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn configure(&self, index: usize) {
        let own = &self.shards[index];
        let shards: Vec<String> = self
            .shards
            .iter()
            .map(|shard| {
                format!(
                    "<shard><replica><host>127.0.0.1</host><port>{}</port><user>writer</user>\
                     <password>w</password></replica></shard>",
                    shard.tcp
                )
            })
            .collect();
        let shards = shards.concat();
        let at = |name: &str| self.at(index, name).display().to_string();
        std::fs::create_dir_all(at("data")).unwrap();
        let config = format!(
            "<yandex><logger><level>warning</level><log>{log}</log><errorlog>{log}</errorlog></logger>
             <http_port>{http}</http_port><https_port>{https}</https_port><tcp_port>{tcp}</tcp_port>
             <interserver_http_port>{internal}</interserver_http_port>
             <listen_host>127.0.0.1</listen_host>
             <openSSL><server><certificateFile>{folder}/server.crt</certificateFile>
             <privateKeyFile>{folder}/server.key</privateKeyFile>
             <verificationMode>none</verificationMode></server></openSSL>
             <path>{data}/</path><tmp_path>{data}/tmp/</tmp_path><mark_cache_size>67108864</mark_cache_size>
             <users_config>{users}</users_config><default_profile>default</default_profile>
             <default_database>default</default_database><timezone>UTC</timezone>
             <remote_servers><institute>{shards}</institute></remote_servers></yandex>",
            log = at("log"),
            data = at("data"),
            users = at("users.xml"),
            folder = self.folder.path().display(),
            http = own.http,
            https = own.https,
            tcp = own.tcp,
            internal = own.internal,
        );
        std::fs::write(at("config.xml"), config).unwrap();
        let user = |name: &str, password: &str, profile: &str| {
            format!(
                "<{name}><password>{password}</password><networks><ip>127.0.0.1</ip></networks>\
                 <profile>{profile}</profile><quota>default</quota></{name}>"
            )
        };
        let users = format!(
            "<yandex><profiles><default><max_threads>2</max_threads></default>
             <reader><readonly>2</readonly></reader></profiles>
             <users>{}{}{}</users><quotas><default/></quotas></yandex>",
            user("default", "", "reader"),
            user("writer", "w", "default"),
            user("reader", "r", "reader"),
        );
        std::fs::write(at("users.xml"), users).unwrap();
    }

    /// Starts a shard, again after it was ended.
    pub fn run(&mut self, index: usize) {
        let config = self.at(index, "config.xml");
        let child = Command::new("clickhouse-server")
            .arg(format!("--config-file={}", config.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.shards[index].child = Some(child);
    }

    /// Waits until a shard answers.
    pub fn wait(&self, index: usize) {
        let settings = Settings {
            database: "default",
            ..self.settings()
        };
        let (server, start) = (settings.server(), Instant::now());
        loop {
            let answer = server.shard_rows::<(u8,)>(index, "SELECT toUInt8(1)", &|| true);
            match answer {
                Ok(_) => return,
                Err(error) => assert!(start.elapsed() < PATIENCE, "{error:?}"),
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Sends a signal to a shard.
    pub fn signal(&self, index: usize, signal: &str) {
        let child = self.shards[index].child.as_ref().unwrap();
        let status = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    /// Kills a shard.
    pub fn kill(&mut self, index: usize) {
        if let Some(mut child) = self.shards[index].child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn http(&self, index: usize) -> u16 {
        self.shards[index].http
    }

    /// How the servers are reached.
    pub fn settings(&self) -> Settings {
        let address = |shard: &Shard| format!("http://127.0.0.1:{}", shard.http);
        Settings {
            address: address(&self.shards[0]),
            shards: self.shards.iter().map(address).collect(),
            password: self.password(),
            roots: None,
            database: self.database,
        }
    }

    /// How they are reached by HTTPS, if certificates in a file are trusted.
    pub fn safe_settings(&self, roots: Option<&str>) -> Settings {
        let address = |shard: &Shard| format!("https://localhost:{}", shard.https);
        Settings {
            address: address(&self.shards[0]),
            shards: self.shards.iter().map(address).collect(),
            roots: roots.map(|name| self.certificate(name)),
            ..self.settings()
        }
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for index in 0..self.shards.len() {
            if self.shards[index].child.is_some() {
                self.signal(index, "-CONT");
                self.kill(index);
            }
        }
    }
}
