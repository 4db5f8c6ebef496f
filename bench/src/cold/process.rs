//! A function as a process of its own, started as Lambda starts it, and what it took so far.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::stopwatch;

/// A program and what it is told.
#[derive(Clone, Debug)]
pub struct Program {
    pub file: PathBuf,
    pub arguments: Vec<PathBuf>,
    pub variables: BTreeMap<String, String>,
    /// A variable says so; nothing here enforces it.
    pub memory_mb: u32,
}

/// A running program; dropped, it ends.
pub struct Process {
    child: Child,
    output: File,
}

/// What a process took since it was started.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub cpu_nanos: u64,
    /// Bytes written to stdout and stderr: what CloudWatch would be sent.
    pub logged: u64,
}

impl Process {
    /// Starts a program with the variables that Lambda sets, and no others; when that was.
    pub fn start(program: &Program, runtime_api: &str, table: &str) -> Result<(Self, Instant), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", program.file.display());
        let output = tempfile::tempfile().map_err(failed)?;
        let mut command = Command::new(&program.file);
        command.args(&program.arguments).env_clear();
        command.envs(lambda_variables(runtime_api));
        command.env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", program.memory_mb.to_string());
        // The template's own endpoint is empty, which is AWS. Table, queues and receivers are on this machine.
        command.envs(&program.variables).env("NEAR_RECEIVERS", "true");
        command.env("AWS_ENDPOINT_URL_DYNAMODB", table).env("AWS_ENDPOINT_URL_SQS", table);
        command.stdin(Stdio::null());
        command.stdout(output.try_clone().map_err(failed)?).stderr(output.try_clone().map_err(failed)?);
        let began = stopwatch::now();
        let child = command.spawn().map_err(failed)?;
        Ok((Self { child, output }, began))
    }

    pub fn taken(&self) -> Result<Taken, String> {
        let logged = self.output.metadata().map_err(|error| error.to_string())?.len();
        Ok(Taken { cpu_nanos: self.cpu_nanos()?, logged })
    }

    /// The most memory it ever held, in kilobytes.
    pub fn peak_kilobytes(&self) -> Result<u64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        number.ok_or_else(|| format!("{path} has no VmHWM"))
    }

    /// Nanoseconds on a core, of every thread: `stat` counts only in hundredths of a second.
    fn cpu_nanos(&self) -> Result<u64, String> {
        let room = format!("/proc/{}/task", self.child.id());
        let threads = fs::read_dir(&room).map_err(|error| format!("{room}: {error}"))?;
        let of_thread = |thread: std::io::Result<fs::DirEntry>| {
            let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        };
        match threads.filter_map(of_thread).sum() {
            0 => Err(format!("{room} has no schedstat: the kernel must be built with CONFIG_SCHED_INFO")),
            nanos => Ok(nanos),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lambda_variables(runtime_api: &str) -> [(&'static str, &str); 19] {
    [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api),
        ("AWS_LAMBDA_FUNCTION_NAME", "paydesk-bench"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
        ("AWS_LAMBDA_LOG_LEVEL", "INFO"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/paydesk/bench"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[$LATEST]0123456789abcdef"),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("AWS_SESSION_TOKEN", "an example of a session token"),
        ("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000"),
        ("LAMBDA_TASK_ROOT", "/var/task"),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
    ]
}
