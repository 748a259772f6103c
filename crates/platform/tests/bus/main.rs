//! What the bus promises, stamped out for both backends: `suite` knows neither of them.

mod embedded_only;
mod harness;
mod nats_only;
mod suite;

use harness::Harness;

macro_rules! conformance {
    ($($promise:ident),* $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                super::suite::$promise(&super::Harness::embedded()).await;
            })*
        }

        mod nats {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                if let Some(harness) = super::Harness::nats() {
                    super::suite::$promise(&harness).await;
                }
            })*
        }
    };
}

conformance![
    publishing_twice_is_once,
    events_arrive_in_the_order_of_publishing,
    a_durable_goes_on_where_it_was,
    two_durables_both_see_everything,
    two_workers_of_one_durable_share_the_work,
    what_fails_comes_back_after_a_growing_delay,
    progress_keeps_an_event_in_hand_from_coming_again,
    a_rejected_event_is_recorded_once_with_its_reason,
    an_event_that_is_rejected_again_has_no_second_record,
    what_is_no_event_is_set_aside_and_the_rest_goes_on,
    an_event_that_always_fails_is_given_up_once,
    an_event_that_workers_die_of_is_set_aside_unopened,
    a_panic_is_tried_again,
    an_event_whose_answer_was_lost_comes_again,
    nothing_is_lost_when_a_worker_process_is_killed,
    a_rewound_durable_begins_again,
    an_event_that_is_too_large_keeps_its_batch_from_being_published,
    the_largest_event_can_be_published_and_set_aside,
    a_stop_finishes_what_is_in_hand,
    the_backlog_counts_what_waits_and_what_is_in_hand,
    the_trace_crosses_the_bus,
    a_stream_is_read_in_pages,
];

/// The body of the process that `nothing_is_lost_when_a_worker_process_is_killed` starts and kills; without its order it has nothing to do.
#[tokio::test]
async fn worker_process() {
    suite::killed::work().await;
}
