//! W3C trace context: made at the edge, carried over the bus and gRPC, and written into every log line of the work it belongs to.

use std::{fmt, future::Future, str::FromStr};

use rand::Rng as _;

/// Header and metadata name.
pub const TRACEPARENT: &str = "traceparent";

/// `00-<trace id>-<span id>-01`, as in the W3C recommendation "Trace Context", level 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceContext {
    trace: u128,
    span: u64,
}

/// Not a trace context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a W3C traceparent")]
pub struct InvalidTraceContext;

impl TraceContext {
    /// A new trace.
    pub fn start() -> Self {
        let mut random = rand::rng();
        Self { trace: random.random_range(1..=u128::MAX), span: random.random_range(1..=u64::MAX) }
    }

    /// The same trace, one step further.
    #[must_use]
    pub fn child(self) -> Self {
        Self { span: rand::rng().random_range(1..=u64::MAX), ..self }
    }

    /// The id that all steps share, 32 hexadecimal digits.
    pub fn trace_id(self) -> String {
        format!("{:032x}", self.trace)
    }
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-01", self.trace, self.span)
    }
}

impl FromStr for TraceContext {
    type Err = InvalidTraceContext;

    fn from_str(text: &str) -> Result<Self, InvalidTraceContext> {
        let parts: Vec<&str> = text.split('-').collect();
        let [version, trace, span, _flags, ..] = parts.as_slice() else {
            return Err(InvalidTraceContext);
        };
        let hex =
            |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !hex(version, 2) || *version == "ff" || !hex(trace, 32) || !hex(span, 16) {
            return Err(InvalidTraceContext);
        }
        let trace = u128::from_str_radix(trace, 16).map_err(|_| InvalidTraceContext)?;
        let span = u64::from_str_radix(span, 16).map_err(|_| InvalidTraceContext)?;
        if trace == 0 || span == 0 { Err(InvalidTraceContext) } else { Ok(Self { trace, span }) }
    }
}

tokio::task_local! {
    static CURRENT: TraceContext;
}

/// The trace that the work in hand belongs to; outside of any, a new one.
pub fn current() -> TraceContext {
    CURRENT.try_with(|context| *context).unwrap_or_else(|_| TraceContext::start())
}

/// Does work within a trace.
pub async fn within<F: Future>(context: TraceContext, work: F) -> F::Output {
    CURRENT.scope(context, work).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_context_is_read_as_it_is_written_and_nonsense_is_refused() {
        let context = TraceContext::start();
        assert_eq!(context.to_string().parse(), Ok(context));
        assert_eq!(context.child().trace_id(), context.trace_id());
        for text in ["", "00", "00-0-0-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"] {
            assert_eq!(text.parse::<TraceContext>(), Err(InvalidTraceContext), "{text}");
        }
    }
}
