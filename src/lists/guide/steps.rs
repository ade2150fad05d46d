//! The steps of each situation.

use super::{Kind, Lead, Note, Role, Scope, Situation, Step, Wait, WaitKind};
use crate::lists::marketplaces::Page;

const JAPAN: &[&str] = &["amazon.co.jp"];
const UNITED_STATES: &[&str] = &["amazon.com"];
const WAY_KNOWN: &[&str] = &["amazon.co.jp", "amazon.com"];

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

const fn note(role: Role, key: &'static str) -> Note {
    Note {
        role,
        key,
        scope: Scope::Everywhere,
    }
}

const fn note_in(role: Role, key: &'static str, list: &'static [&'static str]) -> Note {
    Note {
        role,
        key,
        scope: Scope::In(list),
    }
}

const fn note_not_in(role: Role, key: &'static str, list: &'static [&'static str]) -> Note {
    Note {
        role,
        key,
        scope: Scope::NotIn(list),
    }
}

const fn step(id: &'static str, doors: &'static [Page<'static>], notes: &'static [Note]) -> Step {
    Step {
        id,
        kind: Kind::Do,
        doors,
        notes,
        wait: None,
        leads: &[],
        asks: false,
        scope: Scope::Everywhere,
    }
}

const fn leave(id: &'static str, notes: &'static [Note]) -> Step {
    Step {
        kind: Kind::Leave,
        ..step(id, &[], notes)
    }
}

const fn wait(kind: WaitKind, minutes: u32, after: &'static str) -> Option<Wait> {
    Some(Wait {
        kind,
        minutes,
        after,
    })
}

const LEAVE_MAIL: Step = leave("leave_mail", &[note(Role::Know, "leave_mail_why")]);

const MESSAGES: Step = Step {
    asks: true,
    ..step(
        "messages",
        &[Page::Messages],
        &[
            note(Role::Press, "messages_open"),
            note(Role::Press, "messages_all"),
            note(Role::Know, "messages_listed"),
            note(Role::Doubt, "messages_missing"),
        ],
    )
};

const ORDERS: Step = Step {
    asks: true,
    ..step(
        "orders",
        &[Page::Orders, Page::OrdersCancelled, Page::OrdersDigital],
        &[
            note(Role::Press, "orders_period"),
            note(Role::Know, "orders_other"),
        ],
    )
};

const HIDDEN: Step = Step {
    asks: true,
    ..step(
        "hidden",
        &[Page::OrdersHidden],
        &[
            note_in(Role::Press, "hidden_jp", JAPAN),
            note(Role::Know, "hidden_why"),
            note_in(Role::Doubt, "hidden_doubt_us", UNITED_STATES),
            note_not_in(Role::Doubt, "hidden_doubt", UNITED_STATES),
        ],
    )
};

const REPORT: Step = Step {
    leads: &[Lead::Report],
    ..step("report", &[], &[note(Role::Know, "report_why")])
};

const NEW_PASSWORD: Step = step(
    "password",
    &[Page::Security, Page::ForgotPassword],
    &[
        note(Role::Press, "password_edit"),
        note(Role::Avoid, "code_nobody"),
        note(Role::Asked, "password_asked"),
        note(Role::Lasts, "minutes_five"),
        note(Role::Mail, "password_mail"),
        note(Role::Know, "password_locked_out"),
    ],
);

const SIGN_OUT: Step = step(
    "sign_out",
    &[Page::Security],
    &[
        note(Role::Doubt, "sign_out_doubt"),
        note(Role::Know, "sign_out_else"),
    ],
);

const TWO_STEP: Step = step(
    "two_step",
    &[Page::TwoStep],
    &[
        note(Role::Press, "two_step_start"),
        note(Role::Asked, "two_step_asked"),
        note(Role::Lasts, "minutes_five"),
        note(Role::Mail, "two_step_mail"),
        note(Role::Know, "two_step_why"),
    ],
);

const SAME_PASSWORD: Step = step(
    "same_password",
    &[],
    &[note(Role::Know, "same_password_why")],
);

const MAILBOX: Step = step(
    "mailbox",
    &[],
    &[
        note(Role::Press, "mailbox_filters"),
        note(Role::Know, "mailbox_why"),
    ],
);

const PAYMENTS: Step = step(
    "payments",
    &[Page::Payments, Page::Transactions],
    &[note(Role::Know, "payments_know")],
);

const ADDRESSES: Step = step(
    "addresses",
    &[Page::Addresses],
    &[note(Role::Know, "addresses_know")],
);

const DEVICES: Step = step(
    "devices",
    &[Page::Devices],
    &[note(Role::Know, "devices_know")],
);

const DELIVERIES: Step = step(
    "deliveries",
    &[Page::Deliveries],
    &[note(Role::Know, "deliveries_know")],
);

const MEMBERSHIPS: Step = step(
    "memberships",
    &[Page::Memberships],
    &[note(Role::Know, "memberships_know")],
);

const BALANCE: Step = step(
    "balance",
    &[Page::GiftCards],
    &[note(Role::Know, "balance_know")],
);

const POINTS: Step = Step {
    asks: true,
    scope: Scope::In(JAPAN),
    ..step(
        "points",
        &[Page::Points],
        &[
            note(Role::Know, "points_know"),
            note(Role::Doubt, "points_doubt"),
        ],
    )
};

/// A mail came, nothing was pressed.
const NOTHING: &[Step] = &[
    LEAVE_MAIL,
    Step {
        leads: &[Lead::To(Situation::Order), Lead::To(Situation::Signin)],
        ..MESSAGES
    },
    ORDERS,
    REPORT,
];

/// A link was pressed.
const CLICKED: &[Step] = &[
    step(
        "close_page",
        &[],
        &[
            note(Role::Avoid, "close_page_avoid"),
            note(Role::Know, "close_page_know"),
        ],
    ),
    Step {
        leads: &[Lead::To(Situation::Password), Lead::To(Situation::Card)],
        ..step("typed", &[], &[note(Role::Know, "typed_know")])
    },
    step("downloads", &[], &[note(Role::Avoid, "downloads_avoid")]),
    ORDERS,
    REPORT,
];

/// The password was typed.
const PASSWORD: &[Step] = &[
    NEW_PASSWORD,
    SIGN_OUT,
    TWO_STEP,
    SAME_PASSWORD,
    MAILBOX,
    Step {
        leads: &[Lead::To(Situation::Order)],
        ..ORDERS
    },
    HIDDEN,
    PAYMENTS,
    ADDRESSES,
    REPORT,
    Step {
        wait: wait(WaitKind::Again, 7 * DAY, "password"),
        ..step("again", &[Page::Orders], &[note(Role::Know, "again_why")])
    },
];

/// A card number was typed.
const CARD: &[Step] = &[
    step(
        "call_card",
        &[],
        &[
            note(Role::Press, "call_card_number"),
            note(Role::Avoid, "call_card_avoid"),
            note(Role::Asked, "call_card_asked"),
            note(Role::Lasts, "call_card_lasts"),
            note(Role::Mail, "call_card_mail"),
        ],
    ),
    Step {
        leads: &[Lead::To(Situation::Password)],
        ..step("card_password", &[], &[])
    },
    step(
        "card_replace",
        &[Page::Payments],
        &[note(Role::Know, "card_replace_know")],
    ),
    ORDERS,
    Step {
        scope: Scope::In(JAPAN),
        ..step(
            "police",
            &[],
            &[
                note(Role::Press, "police_jp"),
                note(Role::Doubt, "police_doubt"),
            ],
        )
    },
    REPORT,
    Step {
        wait: wait(WaitKind::Again, 30 * DAY, "call_card"),
        ..step("statement", &[], &[note(Role::Know, "statement_know")])
    },
];

/// The mail is genuine, the order is not the person's.
const ORDER: &[Step] = &[
    leave("seller", &[note(Role::Know, "seller_why")]),
    leave("pay", &[note(Role::Know, "pay_why")]),
    Step {
        leads: &[Lead::Sheet],
        ..step(
            "call",
            &[Page::CustomerService],
            &[
                note_in(Role::Press, "call_jp_1", JAPAN),
                note_in(Role::Press, "call_jp_2", JAPAN),
                note_in(Role::Press, "call_jp_3", JAPAN),
                note_in(Role::Press, "call_jp_4", JAPAN),
                note_in(Role::Press, "call_jp_5", JAPAN),
                note_in(Role::Press, "call_us_1", UNITED_STATES),
                note_in(Role::Press, "call_us_2", UNITED_STATES),
                note_not_in(Role::Press, "call_other", WAY_KNOWN),
                note_in(Role::Avoid, "call_avoid_jp", JAPAN),
                note_not_in(Role::Avoid, "call_avoid", JAPAN),
                note(Role::Asked, "call_asked"),
                note_in(Role::Lasts, "call_lasts_jp", JAPAN),
                note_not_in(Role::Lasts, "call_lasts", JAPAN),
                note_in(Role::Doubt, "call_doubt_jp", JAPAN),
                note_in(Role::Doubt, "call_doubt_us", UNITED_STATES),
                note_not_in(Role::Doubt, "call_doubt", WAY_KNOWN),
            ],
        )
    },
    step("call_freeze", &[], &[note(Role::Know, "call_freeze_know")]),
    Step {
        wait: wait(WaitKind::Expect, 20, "call"),
        ..step(
            "change_mail",
            &[Page::Messages],
            &[
                note_in(Role::Mail, "change_mail_jp", JAPAN),
                note_not_in(Role::Mail, "change_mail_other", JAPAN),
                note(Role::Mail, "change_mail_looks"),
                note(Role::Avoid, "change_mail_avoid"),
                note_not_in(Role::Doubt, "change_mail_doubt", JAPAN),
            ],
        )
    },
    Step {
        wait: wait(WaitKind::Hold, 5 * HOUR, "change_mail"),
        ..step(
            "wait_five",
            &[],
            &[
                note(Role::Know, "wait_five_know"),
                note_not_in(Role::Doubt, "wait_five_doubt", JAPAN),
            ],
        )
    },
    step(
        "reset",
        &[Page::ForgotPassword],
        &[
            note(Role::Press, "reset_address"),
            note(Role::Press, "reset_code"),
            note(Role::Press, "reset_new"),
            note(Role::Avoid, "code_nobody"),
            note(Role::Asked, "reset_asked"),
            note(Role::Lasts, "minutes_five"),
        ],
    ),
    TWO_STEP,
    MAILBOX,
    SAME_PASSWORD,
    PAYMENTS,
    ADDRESSES,
    DELIVERIES,
    MEMBERSHIPS,
    BALANCE,
    POINTS,
    DEVICES,
    ORDERS,
    HIDDEN,
    Step {
        wait: wait(WaitKind::Expect, 7 * DAY, "call"),
        ..step(
            "answer",
            &[Page::Messages],
            &[
                note(Role::Mail, "answer_mail"),
                note(Role::Doubt, "answer_doubt"),
            ],
        )
    },
];

/// The brand says that someone signed in.
const SIGNIN: &[Step] = &[
    step(
        "was_it_me",
        &[],
        &[
            note(Role::Know, "was_it_me_know"),
            note(Role::Know, "was_it_me_place"),
        ],
    ),
    leave("mail_button", &[note(Role::Know, "mail_button_why")]),
    Step {
        leads: &[],
        notes: &[
            note(Role::Press, "messages_open"),
            note(Role::Press, "messages_all"),
            note(Role::Know, "messages_listed"),
            note(Role::Doubt, "messages_missing_code"),
        ],
        ..MESSAGES
    },
    leave("code", &[note(Role::Know, "code_means")]),
    NEW_PASSWORD,
    SIGN_OUT,
    TWO_STEP,
    DEVICES,
    MAILBOX,
    Step {
        leads: &[Lead::To(Situation::Order)],
        ..ORDERS
    },
    HIDDEN,
    Step {
        wait: wait(WaitKind::Again, 7 * DAY, "password"),
        ..step("again", &[Page::Orders], &[note(Role::Know, "again_why")])
    },
];

/// The steps of a situation, those of every marketplace included.
#[must_use]
pub const fn of(situation: Situation) -> &'static [Step] {
    match situation {
        Situation::Nothing => NOTHING,
        Situation::Clicked => CLICKED,
        Situation::Password => PASSWORD,
        Situation::Card => CARD,
        Situation::Order => ORDER,
        Situation::Signin => SIGNIN,
    }
}
