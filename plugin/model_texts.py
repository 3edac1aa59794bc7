"""What the engine and models say of models, training and catalogues; see `engine_texts.py`."""

from __future__ import annotations

from .translation import mark

MODEL_TEXTS = (
    mark("A model is left out. {0}"),
    mark("A model on relative values needs the levels of the scene's clear ground."),
    mark("A progressive restoration needs at least one step, not {0}."),
    mark("A sample scene of {0} pixels a side is too small; ask for {1} or more."),
    mark("An adaptation of {0} minutes is none; give more than 0."),
    mark("An image of shape {0} does not have the {1} bands named; give [bands, h, w]."),
    mark("Carrying on at step {0}, after {1} of training"),
    mark("Clouds cannot be simulated in bands that are not Sentinel-2's: {0}."),
    mark("Drawing {0} clouds for the samples"),
    mark("Give the address of a Sentinel-2 item, or an extent and a date to look for one."),
    mark("Installed as '{0}'; its logs and pictures are in {1}"),
    mark("Left out: {0}"),
    mark("No training patch can be used."),
    mark("No training scene over clear land has the bands {0} of L1C; add some (s1s2_clear, s2_clear)."),
    mark("No validation: {0}"),
    mark("None of {0} scenes can be used to train on; the first: {1}"),
    mark("Nothing is left to train on in {0} once the places held out are taken away."),
    mark(
        "ONNX Runtime differs from torch by {0} on {1} tiles of {2} pixels, more than the {3} allowed; the model "
        "was not written."
    ),
    mark("ONNX Runtime is installed but cannot be loaded: {0}"),
    mark("PyTorch as installed cannot use the device 'cuda'; choose auto or cpu."),
    mark("PyTorch is installed but cannot be loaded: {0}"),
    mark("Radar: {0} item(s) of {1} ({2} days), relative orbit {3}, covering {4} %."),
    mark("Reading the training data"),
    mark("Reading {0} needs Python 3.11 or pip; install pip for QGIS's Python."),
    mark("Sentinel-2: {0} of {1}."),
    mark("The architecture '{0}' is not known; choose {1}."),
    mark(
        "The catalogue states that the offset of 1000 is not in the files, but every band begins above {0} DN; "
        "1000 is subtracted."
    ),
    mark(
        "The catalogue states that the offset of 1000 is still in the files, but their darkest band begins at "
        "{0} DN; nothing is subtracted."
    ),
    mark("The catalogue {0} cannot be reached ({1})."),
    mark("The checkpoint {0} cannot be read: {1}."),
    mark("The checkpoint {0} has a table of contents that no network has."),
    mark("The checkpoint {0} holds entries among its tensors that are none: {1}."),
    mark("The checkpoint {0} is not a file."),
    mark("The checkpoint {0} is packed in a way that PyTorch does not use; save it again."),
    mark("The checkpoint {0} is unusable: its tensor {1} has values that are not numbers."),
    mark("The checkpoint {0} is unusable: its tensor {1} is not plain numbers in memory."),
    mark("The checkpoint {0} is unusable: its tensor {1} is {2} instead of float."),
    mark("The checkpoint {0} is unusable: its tensors share numbers, which no network's do."),
    mark(
        "The checkpoint {0} was not loaded: besides tensors it holds code or objects ({1}), which could run "
        "anything; ask its author for a file of plain tensors."
    ),
    mark(
        "The checkpoint {0} was not loaded: it holds tensors that are not plain numbers ({1}); ask its author "
        "for a file of plain tensors."
    ),
    mark("The cloud detector's weights {0} are not those of its card; install Unveil again."),
    mark("The cloud detector's weights {0} cannot be read; install Unveil again."),
    mark("The cloud's {0} is {1}; give a number from 0 to 1."),
    mark("The device '{0}' is not one of PyTorch's here; choose auto, cuda or cpu."),
    mark("The extent does not touch the Sentinel-2 scene; choose another one."),
    mark("The extent has no place in the CRS of the scene; choose one that lies there."),
    mark("The file {0} describes a typical spectrum that is none."),
    mark("The file {0} describes its network in a way that cannot be read."),
    mark("The file {0} describes its network with settings that make no sense."),
    mark("The file {0} does not reach the area that is wanted."),
    mark("The file {0} is no checkpoint of a network: it holds no tensors by name."),
    mark("The file {0} is no checkpoint: it is a zip file without tensors."),
    mark("The file {0} is no checkpoint: neither PyTorch (.pth, .pt) nor safetensors."),
    mark("The file {0} is no safetensors file: its header is not valid."),
    mark("The file {0} is no safetensors file: its header is too long."),
    mark("The file {0} is not north up in a CRS (a GRD that is not terrain-corrected?)."),
    mark("The file {0} is truncated: its header is not complete; download or copy it again."),
    mark("The file {0} is truncated: tensors are missing at its end; download or copy it again."),
    mark("The folder of training data {0} does not exist; choose another."),
    mark("The folder {0} cannot be written: {1}."),
    mark("The folder {0} holds no training scenes; see the documentation of unveil train."),
    mark("The folder {0} holds nothing to train on{1}; it needs {2}."),
    mark("The growth {0} of GLF-CR cannot be shared by {1} heads; choose a multiple."),
    mark("The item {0} does not say when it was taken."),
    mark("The item {0} has no assets for {1}; is it one of {2}?"),
    mark("The item {0} has no bounding box."),
    mark("The item's id '{0}' cannot name a folder; take one of at most 151 letters, digits, '.', '_' and '-'."),
    mark("The method '{0}' has no network that could learn; choose a model."),
    mark("The model '{0}' brings no weights for PyTorch; it runs on ONNX Runtime."),
    mark("The model '{0}' does not give {1}; it gives {2}."),
    mark("The model '{0}' failed on {1}: {2}"),
    mark("The model '{0}' failed on {1}: {2}."),
    mark("The model '{0}' gave {1} as {2} of a tile, and its card says numbers {3}; it cannot be used."),
    mark(
        "The model '{0}' was exported in another way than this version of PyTorch does, so its weights cannot be "
        "told from its file; choose a model with weights for PyTorch (weights.safetensors), as train or import "
        "make them."
    ),
    mark(
        "The model cannot be written to {0} ({1}); free some space or choose another folder. The training itself "
        "is kept in {2}."
    ),
    mark("The model cannot be written to {0}: {1}."),
    mark("The model card {0} cannot be read: {1}."),
    mark("The model card {0} cannot be used: {1}."),
    mark("The model card {0} has more than {1} MB, which no card has."),
    mark("The model card {0} has schema {1}, and this version of Unveil reads schema {2}."),
    mark("The model card {0} is nested too deep."),
    mark("The model card {0} is not a file."),
    mark("The model card {0} is not valid TOML: {1}."),
    mark("The model card {0} {1}."),
    mark("The model file {0} cannot be loaded: {1}."),
    mark("The model file {0} cannot be read: {1}."),
    mark("The model file {0} gives {1} as {2} of a tile, and its card says {3}."),
    mark("The model file {0} has no output named {1}."),
    mark("The model file {0} is larger than an ONNX file can be."),
    mark("The model file {0} is missing or not the one its card describes; install the model again."),
    mark("The model file {0} takes {1}, and its card says {2}."),
    mark("The model {0} is not a file."),
    mark("The model {0} takes other bands than the networks of Unveil and cannot be adapted."),
    mark("The name '{0}' holds no letter or digit; choose another."),
    mark("The network has too many values to be told apart; use weights.safetensors."),
    mark(
        "The network of the model '{0}' differs from its file by {1}, so its weights cannot be told from it; "
        "choose a model with weights for PyTorch."
    ),
    mark("The network {0} cannot be built with these settings: {1}."),
    mark("The pair for the self-test has pixels without data in its middle; choose another."),
    mark("The pair for the self-test has {0} x {1} pixels; it needs {2} x {3}."),
    mark("The pair for the self-test must be 13 bands cloudy, 13 clear and 2 of radar on one grid."),
    mark("The radar item {0} has no asset for {1}."),
    mark("The radar slices cannot be joined ({0})."),
    mark("The recipe '{0}' is for {1} in the size {2}, not for {3} in the size {4}; choose {5}."),
    mark("The recipe '{0}' is not known; choose {1}."),
    mark("The restoration '{0}' is not known; choose {1}."),
    mark("The scaling '{0}' is not known; it is {1}."),
    mark(
        "The self-test failed: on the pair the model reaches {0} dB and the cloudy image itself {1} dB. Either "
        "the pair does not fit (bands, DN, dates) or the weights do not; nothing was installed."
    ),
    mark("The size '{0}' is not known; choose {1}."),
    mark("The tile {0} is not a multiple of {1}, which the network needs."),
    mark("The training file {0} holds no bands of Sentinel-2 with VV, VH; remove it."),
    mark("The training is {0} after {1} steps; making the model"),
    mark("The weights {0} are not a file."),
    mark("The weights {0} are not those their card describes (SHA-256 differs); install the model again."),
    mark("The weights {0} do not fit the network {1} that their card describes."),
    mark("There is already a model '{0}' in {1}; choose another name or delete its folder."),
    mark("The name '{0}' is that of the method without a network; choose another."),
    mark("The name '{0}' is that of a model that ships with Unveil; choose another."),
    mark("There is no catalogue '{0}'; choose {1}."),
    mark(
        "With weights in half precision the model is only within {0} dB of itself, less than the {1} asked for; "
        "it was not written."
    ),
    mark("{0} ({1}), recipe {2}: {3} scenes of {4} places, {5} held out; {6}, {7}"),
    mark("{0} and {1} do not lie on one grid."),
    mark("{0} describes its network with settings that make no sense."),
    mark("{0} does not sign {1}; {2}."),
    mark("{0} gives no item collection."),
    mark("{0} ha of clear ground (of 10 m pixels), {1} blocks held out"),
    mark("{0} has more parts than a network has; it is not loaded."),
    mark("{0} has no Sentinel-2 scene there within {1} days of {2}; widen the days or move the extent."),
    mark("{0} has no radar with VV and VH there within {1} days."),
    mark(
        "{0} has no terrain-corrected radar; choose another catalogue for it, or prepare a radar product with "
        "unveil:preparesentinel1."
    ),
    mark("{0} has no valid pixel."),
    mark("{0} has the same value everywhere."),
    mark("{0} has {1} x {2} pixels; {3} a side are needed."),
    mark("{0} is '{1}'; set it to a number of threads from 1 to 1024, or to none."),
    mark("{0} is '{1}'; set it to gigabytes, such as 4, or to none."),
    mark("{0} is no ONNX file, or damaged."),
    mark("{0} is no ONNX file: it has no graph."),
    mark("{0} is no STAC catalogue."),
    mark("{0} is no STAC item."),
    mark("{0} keeps weights in another file, which its SHA-256 does not cover; store them in it."),
    mark("{0} patches are left out in all."),
    mark("{0} refers to a compiled network outside itself (EPContext); give the network itself."),
    mark("{0} refuses access to {1} ({2}): it needs an account or a key."),
    mark("{0} training patches in a row cannot be used, the last one {1}; {2} says why."),
    mark("{0} {1} GB, more than any checkpoint of a network that Unveil knows."),
    mark("{0} {1} GB, too much for the {2} GB of memory at hand."),
    mark(
        "The scene has {0} clear cells of 32 x 32 pixels away from clouds, {1} of them to learn from where {2} blocks "
        "are held out to measure on; {3}, {4} and {5} are needed, so nothing was adapted and the model {6} stays."
    ),
    mark(
        "A scene of {0} x {1} pixels is smaller than the {2} that a network learns from at a time, so nothing was "
        "adapted and the model {3} stays."
    ),
    mark("Too little clear ground can be held out to measure on, so the model {0} stays."),
    mark(
        "On {0} held-out blocks below simulated cloud the model {1} reaches {2} dB and the adapted one {3} dB "
        "({4} dB, 90 % interval {5} to {6}, {7} steps)"
    ),
    mark("{0}: that is no sure gain, so the model {1} stays."),
    mark("{0}: the adapted model is installed as '{1}'."),
    mark(
        "This needs PyTorch and ONNX, which this Python does not have; install the packages torch, onnx and "
        "onnxruntime for it (Settings > Options > Unveil, or pip) and start again."
    ),
    mark(
        "Networks need ONNX Runtime, which this Python does not have; install it in Settings > Options > Unveil, or "
        'with: "{0}" -m pip install onnxruntime   (or onnxruntime-gpu[cuda,cudnn] for an NVIDIA GPU), then restart '
        "QGIS."
    ),
    mark("{0} of {1} clouds are drawn"),
    mark(
        "stopped at step {0}; the checkpoint is in {1}, the same training carries on from it, and no model was "
        "installed."
    ),
    mark("stopped while its samples were made ready; no model was installed."),
)
