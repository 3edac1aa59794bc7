"""The sentences of the engine and of models that users meet most, for translators.

The engine knows no Qt: it says each in English, with what it found in the places of {0}, {1} ... A text stands here as
it stands there (a test holds both together); one that does not stays English.
"""

from __future__ import annotations

from .engine_refusals import REFUSALS
from .model_texts import MODEL_TEXTS
from .translation import mark

TEMPLATES = (
    mark(
        "There is not enough memory for this work; close other programs, take a smaller part of the scene, or set "
        "UNVEIL_THREADS to fewer threads."
    ),
    mark(
        "This needs {0}, which this Python does not have; install it (in QGIS: Settings > Options > Unveil; "
        "elsewhere: pip install {1}) and start again."
    ),
    mark("The system refused: {0}{1}."),
    mark("The raster {0} cannot be read: {1}."),
    mark("The raster {0} cannot be read in row {1}: {2}."),
    mark("{0} has no bands of its own; choose one of its subdatasets (drag the file into QGIS to see them)."),
    mark(
        "The raster {0} claims {1} x {2} pixels, and no scene has more than {3} a side; cut out the part that is "
        "needed."
    ),
    mark(
        "Rows of {0} pixels and {1} bands, as in {2}, take {3} GB at a time, and {4} GB are at hand; cut out the "
        "part that is needed."
    ),
    mark("The path {0} has a NUL character in it; no file can be called so."),
    mark("{0} is no address that can be asked ({1})."),
    mark("{0} is not a regular file; copy what it gives to a file first."),
    mark("{0} does not exist; give a SAFE folder, its zip, its MTD xml, or a raster."),
    mark("{0} does not exist; give a radar raster with VV and VH, or a Sentinel-1 SAFE product."),
    mark("The output {0} must be a GeoTIFF: give it a name that ends in .tif."),
    mark("The folder {0} does not exist; create it or choose another one for the output."),
    mark("The output {0} is a folder; give the name of a file in it."),
    mark("The folder {0} cannot be written to; choose another one for the output."),
    mark("The output {0} cannot be written ({1}); check the free space and the rights of its folder."),
    mark("The output {0} cannot be put in place ({1}); close what uses it, or choose another name."),
    mark("The output {0} is one of the inputs; choose another name."),
    mark("The output {0} is a file of the input {1}; choose another name."),
    mark("More than one output is {0}; give each a name of its own."),
    mark("The creation option {0} is not NAME=VALUE, for example COMPRESS=ZSTD."),
    mark("The optical raster {0} has no valid pixel: everything in it is nodata."),
    mark(
        "The optical raster {0} has no coordinate reference system; set it for the layer in QGIS, or in the file "
        "with: gdal_edit.py -a_srs EPSG:<code> <file>."
    ),
    mark(
        "The optical raster {0} has {1} without Sentinel-2 names, so they cannot be told apart; name them B1, B2 "
        "... B12, or give the 13 bands of L1C in the order {2}."
    ),
    mark("The optical raster {0} has more than one band named {1}."),
    mark("The optical raster {0} lacks {1}, which is needed here{2}; give a raster with all of these bands."),
    mark("{0} of the optical raster holds no measurement anywhere and counts as missing."),
    mark(
        "A quarter of B2 of {0} lies below {1} DN, and at the top of the atmosphere (L1C) air alone gives more than "
        "600: the values seem to be scaled (reflectance x 1000, radiance), or an offset subtracted twice; export DN "
        "(reflectance x 10000)."
    ),
    mark(
        "{0} of {1} is as dark ({2} DN) as only B10 is over ground, and B10 is not: the bands seem to have one "
        "another's names; name them anew."
    ),
    mark(
        "The optical raster {0} holds 8-bit values, a picture rather than a measurement; give the product's "
        "digital numbers (reflectance x 10000)."
    ),
    mark("The bands of {0} have different scales or offsets; store them alike."),
    mark(
        "The values of {0} look like reflectance (up to {1}), and digital numbers (reflectance x 10000) are "
        "expected; multiply by 10000, or store the band scale with the file."
    ),
    mark(
        "The values of {0} reach {1} only: no DN (reflectance x 10000) and no reflectance 0 to 1, as if they were "
        "percent; export one of these."
    ),
    mark(
        "{0} of {1} holds up to {2} DN, a reflectance of {3} that no ground has: the values seem to be stretched "
        "(0 to 65535); export DN (reflectance x 10000) or 32-bit reflectance."
    ),
    mark(
        "Every band of {0} has a floor near 1000 or above (lowest: {1}): the radiometric offset of processing "
        "baseline 04.00 seems to be still in; subtract 1000 from all bands (RADIO_ADD_OFFSET). Prepare Sentinel-2 "
        "does it, or notes that there is none, where its offset is set to 1000 or none."
    ),
    mark(
        "The 13 bands of {0} have no Sentinel-2 names, and their values do not fit L1C in the order {1}: there B10"
        " is darker than B1 to B9; name the bands."
    ),
    mark("The optical raster lacks {0}; the model is fed an estimate from the other bands in its place."),
    mark("The optical raster lacks {0}; the model {1} does without."),
    mark(
        "The optical raster is {0}, and the model {1} was trained on {2}: colours under the clouds will be off by "
        "the atmosphere's part. Take the {3} product of the scene where you can."
    ),
    mark("Nothing says whether the optical raster is L1C or L2A; the model {0} was trained on {1}."),
    mark(
        "Pixels of the optical raster are {0} m on the ground, and the model {1} was trained on 10 m: the result "
        "will be worse; resample the scene to 10 m."
    ),
    mark("The radar raster {0} does not overlap the optical raster; choose the radar scene of the same place."),
    mark(
        "The radar raster {0} has no coordinate reference system; terrain-correct it first, or set the CRS with: "
        "gdal_edit.py -a_srs EPSG:<code> <file>."
    ),
    mark("The radar raster {0} must have one band VV and one band VH; it has {1} named {2}."),
    mark("The radar raster {0} holds {1}, and networks need VV and VH; choose a scene with these (1SDV)."),
    mark("The radar raster {0} has no valid pixel."),
    mark(
        "The values of {0} (median {1}) are no backscatter in dB, which lies between -60 and 10; if they are dB x "
        "100, state the scale in the file: gdal_edit.py -scale 0.01 <file>."
    ),
    mark(
        "The values of {0} (median {1}) are digital numbers or amplitudes, no calibrated backscatter; calibrate "
        "the scene to sigma0 first (SNAP with the graph {2})."
    ),
    mark("The values of {0} (median {1}, {2} % negative) could be {3}; state the units with Prepare Sentinel-1."),
    mark(
        "{0} is a radar product and no raster; bring it to the optical raster's grid first: unveil prepare-s1, or "
        "Prepare Sentinel-1 in the toolbox."
    ),
    mark(
        "The radar holds gamma0, and the models were trained on sigma0, which is lower by 10 log10 of the cosine "
        "of the incidence angle (0.7 to 1.6 dB)."
    ),
    mark(
        "The values of {0} would be {1} dB in VV and {2} dB in VH, more than any ground scatters: they seem to be "
        "scaled, or other logarithms; give sigma0 in dB or as power."
    ),
    mark(
        "The values of {0} (0 to {1}) seem to be decibels scaled to another range; give sigma0 in dB or as power, or "
        "state the units with Prepare Sentinel-1."
    ),
    mark("VV and VH of {0} hold the same values; give both polarisations (1SDV)."),
    mark("VH is stronger than VV nearly everywhere in {0}: the two seem to be swapped; see to the order of its bands."),
    mark("{0} % of what was restored has no radar; there the result is a guess."),
    mark(
        "No radar is given: what thick cloud hides is drawn from the clear ground around alone; Sentinel-1 radar of "
        "the place would show fields, towns and water below."
    ),
    mark("The mask holds no value for clear ground; what it leaves empty (no data) is taken for clear."),
    mark(
        "The mask {0} states {1} as its value for no data and holds nothing else but 0, so that nothing in it is "
        "cloud; unset it: gdal_edit.py -unsetnodata <file>."
    ),
    mark("The mask {0} does not overlap the optical raster; choose the one of the same place."),
    mark(
        "The mask {0} has no coordinate reference system and {1} x {2} pixels, and the optical raster {3} x {4}; "
        "make the mask on the optical raster's grid (unveil:maskclouds does), or set its CRS."
    ),
    mark("The mask {0} has {1} bands ({2}), and which of them is the mask cannot be told; give a raster of one band."),
    mark(
        "The mask {0} holds the values {1}, which are no class codes (0 clear, 1 cloud, 2 thin cloud, 3 shadow, "
        "255 no data), no 0 and 1, no probability (0 to 1 or 0 to 100) and no scene classification (0 to 11); "
        "reclassify it first, or name its coding."
    ),
    mark("The mask {0} holds the values {1}, which the coding '{2}' does not know; name another one."),
    mark(
        "The values {0} of the mask {1} mean one thing as {2} and another as {3}, KappaMask, class codes or a "
        "scene classification; name its coding ({4})."
    ),
    mark("The mask {0} holds no polygon; draw the clouds, or leave the mask out."),
    mark("The mask marks nothing: no pixel is restored and the scene is copied as it is."),
    mark("No cloud was found: the scene is clear, nothing of it is restored, and the result is a copy of it."),
    mark(
        "The mask marks the whole scene: nothing of it is clear, so nothing tells the colours of its ground, and "
        "the result is a guess."
    ),
    mark("The mask marks {0} % of the scene; the less clear ground there is, the worse what is restored."),
    mark(
        "What the mask marks as cloud is darker than what it leaves as clear ground: it may be inverted (1 for "
        "clear), or of another coding; name its coding if so."
    ),
    mark("The mask holds data for {0} % of the optical raster; elsewhere nothing is restored."),
    mark("The mask lies on another grid and is brought onto the optical raster's by nearest neighbour."),
    mark("Mask ({0}): {1} % cloud, {2} % shadow."),
    mark("Cloud detector: {0} ({1})."),
    mark("haze of large droplets"),
    mark("haze"),
    mark("cirrus"),
    mark("a network of Unveil for cloud, thin cloud and shadow; L1C and L2A"),
    mark("thresholds on reflectance, with shadow (Meraner et al. 2020); L1C"),
    mark("the same thresholds pixel by pixel, no shadow (Bui and Le 2025, equations 13 to 16); L1C"),
    mark("boosted trees on ten bands, haze included, no shadow; L1C; needs the package s2cloudless"),
    mark("a network for cloud and shadow; L1C and L2A; needs the package ukis-csmask"),
    mark("a network of the CloudSEN12 project for cloud, thin cloud and shadow; L1C and L2A; needs the package sentle"),
    mark("the scene classification that L2A products carry; reads the band SCL"),
    mark(
        "ONNX Runtime, which Unveil's own detector needs, is not installed; the spectral detector takes its place,"
        " which mistakes more clear ground for cloud."
    ),
    mark("There is no cloud detector '{0}'; choose {1}."),
    mark(
        "The detector '{0}' reads the scene classification, and {1} has no band SCL; give the product's SCL "
        "raster, or choose {2}."
    ),
    mark("There is no model '{0}'; installed models: {1}."),
    mark("The device '{0}' is not known; choose auto, {1}."),
    mark(
        "ONNX Runtime {0} as installed cannot use the device '{1}'; choose DEVICE auto or cpu, or install the "
        "package that has it ({2})."
    ),
    mark("ONNX Runtime offers {0} but could not start it ({1})."),
    mark("{0} would be faster, but only within {1} dB of float32; it is not used."),
    mark(
        "The model file {0} is not the one its card describes (SHA-256 differs): it is corrupt or was replaced; "
        "install the model again."
    ),
    mark("The model '{0}' gave values that are not numbers on {1}."),
    mark("The overlap must lie between 0 and {0} pixels."),
    mark("The extent {0} {1} {2} {3} is empty; give it as xmin ymin xmax ymax."),
    mark("No polygon of the area lies in the extent; choose an extent that overlaps the area."),
    mark("The area {0} holds no polygon; give a vector file of polygons."),
    mark("The reference {0} is the scene itself; give another date of the same place."),
    mark("The reference {0} does not overlap the optical raster; give another date of the same place."),
    mark("The reference {0} is not used: {1}."),
    mark(
        "Hardly any ground of the scene is clear, so that nothing tells how the reference {0} differs; it is taken as "
        "it is."
    ),
    mark("Hardly any ground is clear; what the mask calls shadow looks clear beside other dates."),
    mark(
        "What the mask calls clear differs from other dates by more than ground does: haze, shadow or cloud lies on "
        "it, and nothing is learnt from it. The other dates are taken as they are."
    ),
    mark(
        "The radar of the reference {0} is of another relative orbit than the scene's{1}; it is left out, so that "
        "changes are not seen there. Give radar of the same orbit."
    ),
    mark("Other dates show {0} % of what was restored."),
    mark("The date {0} makes {1} % of that, taken as it is; dates as near are usually off by {2} DN."),
    mark("The date {0} makes {1} % of that; alone it is off by {2} DN on clear ground that was left out."),
    mark("Reference {0}: it is opened, and its clouds are looked for."),
    mark("{0} % of what the mask holds looks like the clear ground of the scene and stays as it is."),
    mark("Shadow was lit up on {0} % of what was restored: the ground there is the scene's own, too."),
    mark("{0} of {1} pixels, overlap {2}: {3} to predict, {4} to copy{5}{6}."),
    mark(" ({0} of them from other dates)"),
    mark(" ({0} of them from other dates, {1} seen through thin cloud)"),
    mark(" ({0} of them seen through thin cloud)"),
    mark("{0} tile"),
    mark("{0} tiles"),
    mark("Estimate: about {0} of memory; the time is told with the first tiles."),
    mark("Estimate: about {0} and {1} of memory ({2} s a tile, as measured here before)."),
    mark("A tile takes {0} s here: about {1} minutes to go."),
    mark("Model {0} on {1}, device {2}: {3} predicted, {4} copied{5}; {6} % of the scene was under cloud or shadow."),
    mark("On clear ground of this scene radar and reflectance are not related; {0}."),
    mark("the radar is not used"),
    mark("only the network uses the radar"),
    mark(
        "Radar explains {0} % of the detail of this scene's clear ground (median of the bands, cross-validated); "
        "the ground below clouds is drawn from the radar to that degree."
    ),
    mark("Too little of the scene is clear to try the model {0} on it."),
    mark("{0} better than no network; it is used."),
    mark("{0} worse than no network; it is used, for it shows more detail."),
    mark("{0} worse than no network, so the ground is restored without one."),
    mark("On {0} clear pixels that were hidden on purpose the model {1} is {2} dB"),
    mark("{0} holds no scene classification (SCL); only L2A products do."),
    mark("{0} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:<code> <file>."),
    mark(
        "{0} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); give a SAFE folder, its zip, its "
        "MTD xml, a folder of band files, or one raster with named bands."
    ),
    mark("Offset removed: {0} DN."),
    mark("No offset to remove."),
    mark("L2A is corrected for the atmosphere and has no B10; models that were trained on L1C will do worse on it."),
    mark("Radar covers {0} % of the reference raster; elsewhere the output holds no data."),
    mark("The radar {0} does not overlap the reference raster; choose the radar scene of the same place."),
    mark("{0} holds {1} only, and networks need VV and VH; choose a dual-polarised scene (1SDV)."),
    mark("Nothing says whether the values are sigma0 or gamma0; sigma0 is assumed."),
    mark("Registration: radar lies {0} pixels right of and {1} below the optical scene (confidence {2}, {3} windows)."),
    mark("The shift was corrected."),
    mark("That is more than 2 pixels; run it again with the correction on."),
    mark("No pixel is valid in all of the images; there is nothing to compare."),
    mark("The {0} {1} does not overlap the prediction; choose images of the same place."),
    mark("The images are compared by the {0} bands that all of them have; left out: {1}."),
    mark("The images have no band in common ({0}); compare rasters of the same bands."),
    mark("The result is {0} and the reference {1}: part of the difference is the air between them."),
    mark(
        "The {0} {1} ({2}) does not lie on the prediction's grid ({3}); ask for resampling, which costs sharpness,"
        " or warp it yourself."
    ),
    mark("The protocol {0} scores the middle {1} pixels, and the image has {2}; choose the protocol full."),
    mark("Nothing is to be compared; choose a model, or switch the baselines on."),
    mark("Reference {0}: {1} % of it is clear."),
    mark("Reference {0} of {1}: {2} % of it is clear."),
    mark("Reference {0}: {1}"),
    mark("Reference {0}: explains {1} % of clear ground left out, off by {2} DN (what lies around: {3} DN)."),
    mark("no ground is clear in both"),
    mark("hardly any ground is clear in both"),
    mark("On clear ground that was held out the other dates are off by {0} DN, and the model alone by {1} DN"),
    mark("{0}: the other dates are not used."),
    mark("{0}; adding to the dates the model is off by {1} DN: it does."),
    mark("{0}: the model stays out where they show the ground."),
    mark("{0}; {1} % of them beside the model by {2} DN: both are used."),
    mark(
        "The radar of the reference {0} differs all over from the scene's, as of another orbit; it is left out, so "
        "that changes are not seen there."
    ),
    mark(
        "Thin cloud ({0}) was seen through on {1} % of what was restored: the ground there is the scene's own, "
        "without the cloud."
    ),
    mark(
        "Thin cloud{0} was taken off {1} % of the scene; {2} % lies below cloud that lets no ground be seen and stays "
        "as it is."
    ),
    mark(
        "Grown by {0} m the mask would leave {1} % of the scene clear, too little to learn from; it is taken as it is."
    ),
    mark("The mask is grown by {0} instead of {1} m, which would leave too little of the scene clear to learn from."),
    mark("The band of the mask is called clear, so 1 is taken for clear ground; name its coding if not."),
    mark("Sun at azimuth {0} and elevation {1} degrees: shadows that no cloud can cast are clear."),
    mark(
        "Nothing states where the sun stood; on the scene's day Sentinel-2 passes its place with the sun at azimuth "
        "{0} and elevation {1} degrees: shadows that no cloud can cast are clear."
    ),
    mark("The values are reflectance (0 to about 1); they are multiplied by 10000."),
    mark("Sun: azimuth {0}{1} degrees; masks use it to tell shadow from water."),
    mark(", elevation {0}"),
    mark("Bands of {0} m are brought to the grid of {1} x {2} pixels."),
    mark("Checksums: {0} files are as the product's manifest states."),
    mark("The input holds {0} {1}; the output is in dB."),
    mark("{0} pixels of border noise were left out."),
    mark("The reference has no red band (B4), so the registration was not checked."),
    mark(
        "Registration: too little clear texture to tell a shift (confidence {0}, {1} windows); nothing was corrected."
    ),
    mark(
        "This GRD is placed by its control points, which is no terrain correction: in hills radar and optical pixels "
        "lie up to hundreds of metres apart, and thermal noise is still in. For use beyond flat land run the graph {0} "
        "in SNAP first."
    ),
    mark("runs networks on the CPU"),
    mark("runs networks on the CPU, in bfloat16 where it can"),
    mark("runs networks on an NVIDIA GPU and on the CPU"),
    mark("runs networks on GPUs of Windows and on the CPU"),
    mark("trains, adapts and imports networks"),
    mark("exports networks"),
    mark("cloud detector"),
    mark("cloud and shadow detector"),
    mark("cloud detector CloudSEN12"),
    *REFUSALS,
    *MODEL_TEXTS,
)
