/** What is read aloud to the customer: short, true, without promises that the facts do not bear out. */
export const en = {
  open: 'Hello. This is about your request of %{day} to cancel %{product}.',
  code: {
    'SET-01':
      'Cancelling was switched off for your number. With your consent we switch it on and send your request again.',
    'SET-02':
      'The password or code did not match, so the request was not accepted. You can get a new code, or prove who you are in another way.',
    'SET-03':
      'The name we have on record does not match your document. Once the record is corrected the request can be made again.',
    'SET-04':
      "This number belongs to a main number or a group. Its holder or the group's manager can cancel.",
    'SET-05': 'The colleague who took it had no right to finish it. We hand it to one who has.',
    'SET-06':
      'The state of your number stood in the way. That must not keep you from cancelling; we see to it.',
    'SYN-01':
      "Our record shows it cancelled; the service's platform does not yet. We tell the platform.",
    'SYN-02':
      'The platform shows it cancelled; our own record does not yet. We bring our record in line.',
    'SYN-03': 'The service is cancelled, but billing was not told. We stop billing first.',
    'SYN-04': 'The partner who runs the service was not told of your cancel. We tell them again.',
    'SYN-05': 'The network still holds an entry for the service. We remove it.',
    'SYN-06':
      'It was sent, but not written down. We look at what is really there before we do more.',
    'SYN-07':
      'We sent your cancel and have had no reply yet. We ask for the outcome; you need not ask again.',
    'SYN-08': 'There was a cancel for this service before. We check that it holds everywhere.',
    'SYN-09':
      'The service was switched on again after you had cancelled. We find out by what, and cancel it again.',
    'POL-01':
      'Your contract is still running. I can tell you its end and what leaving earlier costs, or book the cancel for its end.',
    'POL-02':
      'An offer that you took is still running. I can tell you until when, and book the cancel for then.',
    'POL-03':
      'This is part of your plan and cannot be cancelled alone. You can change to a plan without it.',
    'POL-04': 'Another service depends on it. We can cancel both in the right order if you agree.',
    'POL-05': 'This service is cancelled through another channel. I can take care of it for you.',
    'POL-06':
      'Billing is closing the month. Your request counts from today and is carried out when it is done.',
    'POL-07':
      'A bill is unpaid. We stop the recurring charge now and look at the bill apart from it.',
    'POL-08':
      'Another order for your number is under way. Your cancel follows as soon as it is done.',
    'POL-09': 'This is a basic service. It can be suspended or changed, not cancelled.',
    'POL-10': 'Your number is under a safety check. A colleague looks at it.',
    'TEC-01': 'One of our systems did not answer in time. We see what is there and try again.',
    'TEC-02': 'One of our systems had a fault. It is tried again by itself.',
    'TEC-03': 'The network was busy. It is tried again at a quieter time.',
    'TEC-04':
      'The network has no entry for this service any more. We check that, and go on with the other systems.',
    'TEC-05': 'Our system was overloaded. It is tried again by itself.',
    'TEC-06': "The partner's system is down. We stop billing first and then see to the partner.",
    'TEC-07': 'The request was passed on with a wrong code. We correct it and send it again.',
    'TEC-08': 'An entry is missing in our system. It is being added, and your request sent again.',
    'TEC-09':
      'There was a fault in the network when you asked. Your request is sent again when it is over.',
    'USR-01':
      'The text you sent was not understood. I can read you the services you have, and you tell me which to cancel.',
    'USR-02':
      'We asked you to confirm and had no answer, so nothing was changed. You can confirm now if you wish.',
    'USR-03':
      'The request was not completed. If you still want to cancel, we do it now; if not, nothing changes.',
    'USR-04':
      'Your cancel is accepted and takes effect with the next billing cycle. Until then the service runs on.',
    'USR-05':
      'You say that you did not order this. We look for the proof of the order and take up your complaint.',
    'USR-06':
      'I can tell you what happens to your data and when charging ends. The choice is yours.',
    'UNK-00': 'Something went wrong that we have not seen before. A colleague looks at it.',
  },
  other: 'Something stopped the request. We are looking into it.',
  standing: {
    active:
      'The request has not been accepted so far. The service runs on, and charges stay as they are.',
    later: 'It takes effect on %{day}. Until then you can use the service.',
    working: 'We are working on it now. You need not ask again.',
    unknown:
      'We do not know yet whether it took effect. We find that out before anything is sent again.',
    customer: 'We are waiting for your answer. Without it nothing is changed.',
    date: 'It is booked and is carried out by itself on %{day}.',
    dateOpen: 'It is booked and is carried out by itself when the time comes.',
    held: 'It is being looked at by a colleague. Nothing is sent meanwhile.',
    verified: 'It is done: all our systems show the service as cancelled.',
    failed:
      'The service was not cancelled by this request. I can tell you what can be done instead.',
    withdrawn: 'The request was taken back. The service runs on.',
    duplicate: 'You had asked for it before; both requests are handled as one.',
  },
  billing: {
    stopped: 'Billing shows the service as ended since %{at}.',
    charged:
      'By our record %{fen} was charged after the day it should have ended. It is noted for refund.',
    next: 'If it has not ended by then, billing charges again on %{day}; what is charged too much is noted for refund.',
  },
  due: 'Our own aim is to be done by %{at}.',
  instead: 'What you can have instead: %{what}. You need not choose now.',
  close: 'Is there anything you would like to ask about it?',
  silentBilling: 'That charging has stopped: only once billing was read back as cancelled.',
  silentDone: 'That it is done: only once all four systems were read back.',
};

export const zh: typeof en = {
  open: '您好，关于您 %{day} 申请退订「%{product}」，向您说明一下。',
  code: {
    'SET-01': '您的号码关闭了退订功能。您同意的话，我们先打开，再重新提交退订。',
    'SET-02':
      '密码或验证码没有对上，所以这次没有受理。您可以重新获取验证码，也可以用其他方式证明身份。',
    'SET-03': '登记的实名信息与证件不一致。更正之后就可以重新申请。',
    'SET-04': '这个号码是副卡或集团成员，需要由主号或集团管理员来办理。',
    'SET-05': '刚才受理的同事没有办理权限，我们转给有权限的同事。',
    'SET-06': '您的号码状态影响了办理。号码状态不应妨碍退订，由我们来处理。',
    'SYN-01': '我们的记录已经退订，业务平台还没有。我们现在通知平台取消。',
    'SYN-02': '业务平台已经取消，我们的记录还没有更新。我们来改正记录。',
    'SYN-03': '业务已经取消，但计费系统没有收到停止通知。我们先停计费。',
    'SYN-04': '合作方没有收到您的退订通知，我们重新通知。',
    'SYN-05': '网络侧还留有这项业务的签约，我们来清除。',
    'SYN-06': '指令已经发出，但没有记下来。我们先核对实际状态再处理。',
    'SYN-07': '退订指令已发出，还没有收到答复。我们在查询结果，您不用重复申请。',
    'SYN-08': '这项业务此前已提交过退订，我们核对各系统是否都已生效。',
    'SYN-09': '您退订之后业务又被开通。我们查清原因，并再次取消。',
    'POL-01': '您的合约还没有到期。我可以告诉您到期日和提前解约的费用，也可以预约到期退订。',
    'POL-02': '您参加的优惠还没有到期。我可以告诉您到期日，并预约到期退订。',
    'POL-03': '这项业务包含在您的套餐里，不能单独退订，可以改换不含它的套餐。',
    'POL-04': '有其他业务依赖它。您同意的话，我们按顺序一起退订。',
    'POL-05': '这项业务限定渠道办理，我来代您办。',
    'POL-06': '现在正在出账。您的申请从今天算起，出账结束后自动办理。',
    'POL-07': '您有未结清的账单。我们先停止周期收费，欠费另行处理。',
    'POL-08': '您的号码还有一笔业务在办理，完成后会自动办理退订。',
    'POL-09': '这是基础业务，可以暂停或变更，不能退订。',
    'POL-10': '您的号码正在安全核查，由专门的同事复核。',
    'TEC-01': '系统没有及时答复。我们先查清状态，再重新办理。',
    'TEC-02': '系统出现故障，会自动重新办理。',
    'TEC-03': '网络繁忙，会避开高峰自动重新办理。',
    'TEC-04': '网络侧已经没有这项业务，我们核对后继续处理其他系统。',
    'TEC-05': '系统繁忙，会自动重新办理。',
    'TEC-06': '合作方系统故障。我们先停计费，再联系合作方。',
    'TEC-07': '申请传递时代码有误，我们改正后重新提交。',
    'TEC-08': '系统缺少一项配置，正在补齐，之后重新提交。',
    'TEC-09': '您申请时网络正有故障，故障结束后会自动重新办理。',
    'USR-01': '您发送的指令没有识别。我可以念一下您已订的业务，您告诉我退哪一项。',
    'USR-02': '我们请您二次确认，没有收到回复，所以没有变更。您现在也可以确认。',
    'USR-03': '上次没有办理完。您仍要退订，现在就办；不退，就保持不变。',
    'USR-04': '退订已受理，下个账期生效，在那之前业务照常使用。',
    'USR-05': '您反映没有订过这项业务。我们调取订购凭证，并受理您的投诉。',
    'USR-06': '我可以说明您的信息如何处理、什么时候停止收费，由您决定。',
    'UNK-00': '这次的情况以前没有出现过，由同事专门核查。',
  },
  other: '办理中断了，我们正在核查。',
  standing: {
    active: '目前申请没有被受理，业务照常，收费不变。',
    later: '将于 %{day} 生效，在那之前可以照常使用。',
    working: '我们正在处理，您不用重复申请。',
    unknown: '目前还不确定是否已生效。我们查清之后才会再次下发。',
    customer: '我们在等您的答复，没有答复就不会变更。',
    date: '已预约，%{day} 自动办理。',
    dateOpen: '已预约，时间到了自动办理。',
    held: '同事正在核查，期间不会下发任何指令。',
    verified: '已经办好：各系统都已显示取消。',
    failed: '这次申请没有退订成功，我可以告诉您还有哪些办法。',
    withdrawn: '申请已经撤回，业务照常。',
    duplicate: '您此前已申请过，两次申请合并办理。',
  },
  billing: {
    stopped: '计费系统显示这项业务已于 %{at} 停止。',
    charged: '按我们的记录，应停之后又收了 %{fen}，已记入待退。',
    next: '如果到时还没有停，%{day} 会再次扣费，多收的会记入待退。',
  },
  due: '我们的内部目标是在 %{at} 前办好。',
  instead: '您可以选择：%{what}，不必现在决定。',
  close: '您还有什么想了解的吗？',
  silentBilling: '「不再收费」：计费回读为已取消之后才能说。',
  silentDone: '「已经办好」：四方都回读为已取消之后才能说。',
};
