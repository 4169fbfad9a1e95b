/** Files that show what happened. */
export const en = {
  errors: {
    evidence: {
      name: 'The file has no name that can be kept.',
      ending: 'This kind of file is not taken. Taken are: %{endings}.',
      content:
        'The content is not what the name says (.%{ending}). Save the file again in its own format.',
      empty: 'The file is empty.',
      tooLarge: 'A file may have at most %{maxMb} MB.',
      tooMany: 'An outage may have at most %{max} files. Withdraw one that is not needed.',
      cancelled: 'The outage was cancelled; it needs no evidence any more.',
      withdrawnAlready: 'The file was withdrawn before.',
      missing:
        'The file is not in the store of this server. Ask the administrator to check the folder of files.',
      damaged:
        'The stored file is not what was uploaded. It is not given out; ask the administrator.',
    },
  },
};

export const zh: typeof en = {
  errors: {
    evidence: {
      name: '文件名无法保存，请改名后再上传。',
      ending: '不接受这种文件。可以上传：%{endings}。',
      content: '文件内容与扩展名（.%{ending}）不符，请按原格式另存后再上传。',
      empty: '文件是空的。',
      tooLarge: '单个文件不超过 %{maxMb} MB。',
      tooMany: '一个事件最多 %{max} 个文件，请先撤回不需要的。',
      cancelled: '事件已取消，不再需要证据。',
      withdrawnAlready: '该文件此前已撤回。',
      missing: '服务器上找不到该文件，请联系管理员检查文件目录。',
      damaged: '存放的文件与上传时不一致，不予下载，请联系管理员。',
    },
  },
};
