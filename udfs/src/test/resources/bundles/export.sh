#!/usr/bin/env bash
# Writes the bundles of the tiny checkpoints, from the repository root. Needs torch 1.13, so that any libtorch loads them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../../.."
checkpoints=scripts/tests/resources/checkpoints
bundles=udfs/src/test/resources/bundles
chat=$'USER: <image>\n{question} ASSISTANT:'
qwen=$'<|im_start|>user <image>\n{question}<|im_end|>\n<|im_start|>assistant\n'
qwen_vl=$'<|im_start|>user\n<image>{question}<|im_end|>\n<|im_start|>assistant\n'

write() {
  OMP_NUM_THREADS=1 "${TOKENQUARRY_PYTHON:-/usr/bin/python3}" scripts/export_model.py "$checkpoints/$1" \
    --out "$bundles/${4:-$1}" --prompt "$2" ${3:+--image-size "$3"} --question "What is in the picture?" --license Apache-2.0 \
    --attention plain --force
}

internvl=$'<|im_start|>user\n<image>\n{question}<|im_end|>\n<|im_start|>assistant\n'
smolvlm=$'<|im_start|>User:<image>{question}<end_of_utterance>\nAssistant:'

write llava-tiny "$chat"
write llava-next-tiny "$chat"
write onevision-tiny "$qwen"
write internvl-tiny "$internvl"
write smolvlm-tiny "$smolvlm"
write qwen2_5_vl-tiny "$qwen_vl" 56
write qwen3_vl-tiny "$qwen_vl" 48
# The same checkpoints for images that keep their shape.
write qwen2_5_vl-tiny "$qwen_vl" '' qwen2_5_vl-native-tiny
write qwen3_vl-tiny "$qwen_vl" '' qwen3_vl-native-tiny
